import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { baseStyles } from '../../elements/shared/base.styles';
import { icon } from '../../elements/shared/icons';
import { makeThumbnail } from '../make-thumbnail';
import { thumbStyles } from '../thumb.styles';

/** One small photo. What cannot be opened is shown as such. */
@customElement('photo-thumb')
export class PhotoThumb extends LitElement {
  static override styles = [
    baseStyles,
    thumbStyles,
    css`
      :host {
        width: 3.5rem;
        height: 3.5rem;
        border-radius: var(--corner);
      }
    `,
  ];

  @state() private url = '';
  @state() private broken = false;

  @property({ attribute: false }) photo: Blob | null = null;
  @property() alt = '';

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    URL.revokeObjectURL(this.url);
    this.url = '';
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('photo')) void this.load();
  }

  override render() {
    if (this.broken) {
      return html`<span class="broken" role="img" aria-label="${this.alt}: cannot be opened"
        >${icon('alert')}</span
      >`;
    }
    return this.url ? html`<img src=${this.url} alt=${this.alt} />` : nothing;
  }

  private async load(): Promise<void> {
    const { photo } = this;
    if (!photo) return;
    try {
      const small = await makeThumbnail(photo);
      if (this.photo !== photo || !this.isConnected) return;
      URL.revokeObjectURL(this.url);
      this.url = URL.createObjectURL(small);
      this.broken = false;
    } catch {
      // Whatever the reason, the engine says it in words when the photo is used.
      this.broken = this.photo === photo;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'photo-thumb': PhotoThumb;
  }
}
