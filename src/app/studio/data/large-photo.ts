import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ClassifierError } from '../../../core/errors';
import { baseStyles, buttonStyles } from '../../../elements/shared/base.styles';
import { formatBytes } from '../../../elements/shared/format';
import { icon } from '../../../elements/shared/icons';
import type { ProjectSession } from '../../../services/studio/project-session';
import { partWords } from '../part-words';

/** One photo, large, with what is known about it. */
@customElement('large-photo')
export class LargePhoto extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      wa-dialog {
        --width: min(60rem, 100vw - 2rem);
      }

      .large {
        display: grid;
        gap: var(--gap-3);
      }

      .bar {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--gap-3);
      }

      h2 {
        font-size: var(--size-lead);
      }

      img {
        width: 100%;
        max-height: 68vh;
        object-fit: contain;
        background: var(--sunk);
      }

      p {
        overflow-wrap: anywhere;
      }
    `,
  ];

  @state() private url = '';
  @state() private problem: ClassifierError | null = null;

  @property({ attribute: false }) session: ProjectSession | null = null;
  /** `null`: closed. */
  @property({ attribute: false }) sampleId: string | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    URL.revokeObjectURL(this.url);
    this.url = '';
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('sampleId')) void this.load();
  }

  override render() {
    const { session, sampleId, problem } = this;
    const sample = sampleId === null ? undefined : session?.find(sampleId);
    const label = session?.labelName(sample?.labelId ?? null) ?? '';
    return html`<wa-dialog
      label=${sample ? `Photo: ${label}` : 'Photo'}
      without-header
      light-dismiss
      ?open=${sample !== undefined}
      @wa-after-hide=${this.handleHidden}
    >
      ${
        sample
          ? html`<div class="large">
              <div class="bar">
                <h2>${label}, ${partWords[sample.part].name}</h2>
                <button class="button plain icon" aria-label="Close" @click=${this.close}>
                  ${icon('close')}
                </button>
              </div>
              ${
                problem
                  ? html`<p role="alert"><b>${problem.message}</b> ${problem.wayOn}</p>`
                  : this.url
                    ? html`<img src=${this.url} alt="${label}: ${sample.path}" />`
                    : html`<p role="status">Opening the photo…</p>`
              }
              <p class="soft">
                ${sample.path}, ${sample.width} × ${sample.height}, ${formatBytes(sample.bytes)}
              </p>
            </div>`
          : nothing
      }
    </wa-dialog>`;
  }

  private readonly close = (): void => {
    const dialog = this.renderRoot.querySelector('wa-dialog');
    if (dialog) dialog.open = false;
  };

  private handleHidden(): void {
    this.sampleId = null;
    this.dispatchEvent(new Event('wa-after-hide'));
  }

  private async load(): Promise<void> {
    const { session, sampleId } = this;
    URL.revokeObjectURL(this.url);
    this.url = '';
    this.problem = null;
    if (!session || sampleId === null) return;
    try {
      const url = URL.createObjectURL(await session.readPhoto(sampleId));
      if (this.sampleId === sampleId) this.url = url;
      else URL.revokeObjectURL(url);
    } catch (error) {
      if (this.sampleId === sampleId) this.problem = ClassifierError.from(error);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'large-photo': LargePhoto;
  }
}
