import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '../../elements/verdict-dial/verdict-dial';
import { baseStyles, buttonStyles } from '../../elements/shared/base.styles';
import { formatBytes } from '../../elements/shared/format';
import type { ImportProgress } from '../../worker/import-protocol';
import { progressStyles } from '../progress.styles';

/**
 * How far a step has come, in words and as a bar, with the way to stop it.
 *
 * @event cancel - The person wants to stop.
 */
@customElement('progress-line')
export class ProgressLine extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    progressStyles,
    css`
      .line {
        gap: var(--gap-3) var(--gap-4);
        padding: var(--gap-4) var(--gap-5);
        border-radius: var(--corner);
        background: var(--sheet);
        box-shadow: inset 0 0 0 1px var(--rule);
      }

      verdict-dial {
        width: 2.5rem;
      }

      p {
        overflow-wrap: anywhere;
      }
    `,
  ];

  /** What is being done: "Reading peace.zip". */
  @property() what = '';
  @property({ attribute: false }) progress: ImportProgress | null = null;

  override render() {
    const { progress } = this;
    const share = progress && progress.total > 0 ? progress.loaded / progress.total : null;
    return html`<div class="line">
      <verdict-dial state="seeking"></verdict-dial>
      <p role="status"><b>${this.what}</b> ${progress ? stageWords[progress.stage] : nothing}</p>
      <button class="button plain" @click=${this.handleCancel}>Cancel</button>
      <progress
        aria-label=${this.what}
        aria-valuetext=${progress ? describeAmount(progress) : nothing}
        max="1"
        value=${share ?? nothing}
      ></progress>
    </div>`;
  }

  private handleCancel(): void {
    this.dispatchEvent(new Event('cancel'));
  }
}

const stageWords: Record<ImportProgress['stage'], string> = {
  read: 'Reading the files…',
  recognise: 'Finding out what it is…',
  inspect: 'Running it on test pictures…',
  photos: 'Looking at the photos…',
  try: 'Trying ways to prepare photos…',
  write: 'Writing it down…',
};

function describeAmount({ stage, loaded, total }: ImportProgress): string {
  if (total <= 0) return stageWords[stage];
  return stage === 'read' || stage === 'recognise'
    ? `${formatBytes(loaded)} of ${formatBytes(total)}`
    : `${loaded} of ${total}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'progress-line': ProgressLine;
  }
}
