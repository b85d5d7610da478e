import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ClassifierError } from '../../core/errors';
import { baseStyles, buttonStyles } from '../../elements/shared/base.styles';
import { icon } from '../../elements/shared/icons';
import type { ModelLibrary } from '../../services/model-library';
import { downloadFile } from '../download-file';

const CARD = 'CARD.md';

/** The card that a kept model carries with it, read when it is first asked for. */
@customElement('model-card')
export class ModelCard extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      pre {
        max-height: 28rem;
        margin-block: var(--gap-3);
        padding: var(--gap-4);
        border-radius: var(--corner);
        background: var(--sunk);
        font: inherit;
        font-size: var(--size-note);
        white-space: pre-wrap;
        overflow: auto;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @state() private text: string | null = null;
  @state() private problem: ClassifierError | null = null;

  @property({ attribute: false }) library: ModelLibrary | null = null;
  @property() model = '';
  /** For people. Another name: the card is read anew. */
  @property() name = '';

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('model') && !changed.has('name')) return;
    this.problem = null;
    if (this.text !== null) void this.read();
  }

  override render() {
    const { text, problem } = this;
    return html`<details @toggle=${this.handleToggle}>
      <summary>Open its card</summary>
      ${
        problem
          ? html`<p role="alert"><b>${problem.message}</b> ${problem.wayOn}</p>`
          : nothing
      }
      ${
        text === null
          ? nothing
          : html`<pre tabindex="0" role="region" aria-label="Card of ${this.name}">${text}</pre>
              <button
                class="button"
                @click=${() => downloadFile(CARD, text, 'text/markdown;charset=utf-8')}
              >
                ${icon('download')} Save it as ${CARD}
              </button>`
      }
    </details>`;
  }

  private handleToggle(event: Event): void {
    const { open } = event.currentTarget as HTMLDetailsElement;
    if (open && this.text === null) void this.read();
  }

  private async read(): Promise<void> {
    const { library, model } = this;
    if (!library) return;
    try {
      const files = await library.readFiles(model);
      const card = files.find(({ path }) => path === CARD);
      if (!card) throw new ClassifierError('model-part-missing', CARD);
      this.text = await card.blob.text();
    } catch (error) {
      this.problem = ClassifierError.from(error, 'storage-unavailable');
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'model-card': ModelCard;
  }
}
