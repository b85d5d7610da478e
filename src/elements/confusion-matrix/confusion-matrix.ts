import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles } from '../shared/base.styles';
import { countOf } from '../shared/format';

/** How many steps of shade there are. */
const SHADES = 6;

/** A person wants to see the photos of one cell. */
export class CellOpenedEvent extends Event {
  constructor(
    readonly truth: number,
    readonly answer: number,
  ) {
    super('cell-opened', { bubbles: true, composed: true });
  }
}

/**
 * Which labels a model takes for which: a table, shaded by share of the row.
 *
 * @event cell-opened - A person wants to see the photos of a cell; only with `openable`.
 */
@customElement('confusion-matrix')
export class ConfusionMatrix extends LitElement {
  static override styles = [
    baseStyles,
    css`
      .scroll {
        overflow-x: auto;
        max-width: 100%;
      }

      table {
        border-collapse: separate;
        border-spacing: 2px;
        font-size: var(--size-small);
        font-variant-numeric: var(--type-figures);
      }

      thead td {
        background: none;
      }

      caption {
        text-align: start;
        min-width: 14rem;
        color: var(--ink-soft);
        padding-block-end: var(--gap-2);
        caption-side: top;
      }

      th {
        font-weight: var(--weight-body);
        text-align: start;
        white-space: nowrap;
        padding: 0 0.4rem 0 0;
      }

      thead th {
        vertical-align: bottom;
        padding: 0 0 0.3rem;
        text-align: center;
      }

      thead span {
        writing-mode: vertical-rl;
        transform: rotate(180deg);
        display: inline-block;
      }

      td {
        min-width: 2.1rem;
        height: 1.8rem;
        text-align: center;
        border-radius: 3px;
        background: var(--sunk);
        color: var(--ink-soft);
      }

      td[data-right] {
        color: var(--ink);
        font-weight: var(--weight-strong);
      }

      td[data-shade='1'] {
        background: color-mix(in srgb, var(--tone) 14%, var(--sheet));
      }
      td[data-shade='2'] {
        background: color-mix(in srgb, var(--tone) 24%, var(--sheet));
      }
      td[data-shade='3'] {
        background: color-mix(in srgb, var(--tone) 34%, var(--sheet));
      }
      td[data-shade='4'],
      td[data-shade='5'],
      td[data-shade='6'] {
        background: color-mix(in srgb, var(--tone) 44%, var(--sheet));
      }

      td:not([data-shade='0']) {
        color: var(--ink);
      }

      td:has(button) {
        padding: 0;
      }

      button {
        width: 100%;
        min-width: 2.1rem;
        min-height: 1.8rem;
        padding: 0 0.5rem;
        border: 0;
        border-radius: inherit;
        background: none;
        color: inherit;
        font: inherit;
        cursor: pointer;
      }

      button:hover,
      button[aria-expanded='true'] {
        box-shadow: inset 0 0 0 2px var(--ink);
      }

      td {
        --tone: var(--amber-fill);
      }

      td[data-right] {
        --tone: var(--moss);
      }
    `,
  ];

  @property({ attribute: false }) labels: readonly string[] = [];
  /** Rows: truth; columns: answer. */
  @property({ attribute: false }) counts: readonly (readonly number[])[] = [];
  /** Cells with photos can be opened. */
  @property({ type: Boolean }) openable = false;
  /** The cell whose photos are shown, or `null`. */
  @property({ attribute: false }) opened: { truth: number; answer: number } | null = null;

  override render() {
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label="Confusion matrix">
        <table>
          <caption>
            Rows: what it was. Columns: what the model said.
          </caption>
          <thead>
            <tr>
              <td></td>
              ${this.labels.map((label) => html`<th scope="col"><span>${label}</span></th>`)}
            </tr>
          </thead>
          <tbody>
            ${this.counts.map((row, truth) => this.renderRow(row, truth))}
          </tbody>
        </table>
      </div>
    `;
  }

  private renderRow(row: readonly number[], truth: number) {
    const total = row.reduce((sum, count) => sum + count, 0) || 1;
    return html`<tr>
      <th scope="row">${this.labels[truth] ?? ''}</th>
      ${row.map(
        (count, answer) =>
          html`<td
            data-shade=${count === 0 ? 0 : Math.max(1, Math.round((count / total) * SHADES))}
            ?data-right=${answer === truth}
          >
            ${this.openable && count > 0 ? this.renderButton(count, truth, answer) : count}
          </td>`,
      )}
    </tr>`;
  }

  private renderButton(count: number, truth: number, answer: number) {
    const { labels, opened } = this;
    const isOpen = opened?.truth === truth && opened.answer === answer;
    const what = `${labels[truth] ?? ''}, ${
      truth === answer ? 'told rightly' : `taken for ${labels[answer] ?? ''}`
    }`;
    return html`<button
      aria-label="${countOf(count, 'photo')}: ${what}"
      aria-expanded=${isOpen ? 'true' : 'false'}
      @click=${() => this.dispatchEvent(new CellOpenedEvent(truth, answer))}
    >
      ${count}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'confusion-matrix': ConfusionMatrix;
  }
  interface GlobalEventHandlersEventMap {
    'cell-opened': CellOpenedEvent;
  }
}
