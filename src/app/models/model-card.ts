import '../../elements/markdown-text/markdown-text';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ClassifierError } from '../../core/errors';
import { baseStyles, buttonStyles } from '../../elements/shared/base.styles';
import { icon } from '../../elements/shared/icons';
import type { ModelLibrary } from '../../services/model-library';
import { downloadFile } from '../download-file';
import { CARD_NAME, readCard } from './read-card';

/** The card that a model carries with it, read when it is first asked for. */
@customElement('model-card')
export class ModelCard extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      markdown-text {
        margin-block: var(--gap-3) var(--gap-4);
        padding: var(--gap-4);
        border-radius: var(--corner);
        background: var(--sunk);
        font-size: var(--size-note);
      }
    `,
  ];

  @state() private text: string | null = null;
  @state() private problem: ClassifierError | null = null;

  @property({ attribute: false }) library: Pick<ModelLibrary, 'find' | 'readFiles'> | null = null;
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
      <summary>The card in its folder</summary>
      ${
        problem
          ? html`<p role="alert"><b>${problem.message}</b> ${problem.wayOn}</p>`
          : nothing
      }
      ${
        text === null
          ? nothing
          : html`<markdown-text .text=${text} level="3"></markdown-text>
              <button
                class="button"
                @click=${() => downloadFile(CARD_NAME, text, 'text/markdown;charset=utf-8')}
              >
                ${icon('download')} Save it as ${CARD_NAME}
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
      this.text = await readCard(library, model);
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
