import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { baseStyles } from '../../elements/shared/base.styles';
import { icon } from '../../elements/shared/icons';
import type { ProjectSession } from '../../services/studio/project-session';
import { thumbStyles } from '../thumb.styles';
import { thumbnailsOf } from './thumbnails';

/** A small picture of one photo of a project, filling the room it is given. */
@customElement('sample-thumb')
export class SampleThumb extends LitElement {
  static override styles = [baseStyles, thumbStyles];

  @state() private url = '';
  @state() private isMissing = false;

  @property({ attribute: false }) session: ProjectSession | null = null;
  @property() sampleId = '';
  /** Empty where the words beside it say what it is. */
  @property() alt = '';

  override connectedCallback(): void {
    super.connectedCallback();
    // Its address may have been given back while it was away.
    if (this.hasUpdated) void this.load();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('sampleId') || changed.has('session')) void this.load();
  }

  override render() {
    if (this.isMissing) {
      return html`<span class="broken" role="img" aria-label="Picture missing"
        >${icon('alert')}</span
      >`;
    }
    return this.url ? html`<img src=${this.url} alt=${this.alt} decoding="async" />` : nothing;
  }

  private async load(): Promise<void> {
    const { session, sampleId } = this;
    this.url = '';
    this.isMissing = false;
    if (!session || sampleId === '') return;
    let url: string | null = null;
    try {
      url = await thumbnailsOf(session).find(sampleId);
    } catch {
      // Shown as missing; the photo itself says why when it is opened.
    }
    if (this.sampleId !== sampleId) return;
    this.url = url ?? '';
    this.isMissing = url === null;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sample-thumb': SampleThumb;
  }
}
