import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '../../elements/verdict-dial/verdict-dial';
import { baseStyles, buttonStyles } from '../../elements/shared/base.styles';
import type { ExportProgress } from '../../worker/export-protocol';
import { progressStyles } from '../progress.styles';

const words: Record<ExportProgress['stage'], string> = {
  read: 'Reading the model…',
  check: 'Comparing its answers on test pictures…',
  collect: 'Collecting the files…',
  pack: 'Packing…',
};

/**
 * How far an export has come, with the way to stop it.
 *
 * @event cancel - The person wants to stop.
 */
@customElement('export-progress')
export class ExportProgressLine extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    progressStyles,
    css`
      .line {
        gap: var(--gap-2) var(--gap-4);
      }

      verdict-dial {
        width: 2.25rem;
      }
    `,
  ];

  /** What is being made: "Making the app". */
  @property() what = '';
  @property({ attribute: false }) progress: ExportProgress | null = null;

  override render() {
    const { progress } = this;
    const share = progress && progress.total > 0 ? progress.done / progress.total : null;
    return html`<div class="line">
      <verdict-dial state="seeking"></verdict-dial>
      <p role="status"><b>${this.what}.</b> ${progress ? words[progress.stage] : nothing}</p>
      <button class="button plain" @click=${() => this.dispatchEvent(new Event('cancel'))}>
        Cancel
      </button>
      <progress aria-label=${this.what} max="1" value=${share ?? nothing}></progress>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'export-progress': ExportProgressLine;
  }
}
