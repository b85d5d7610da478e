import { LitElement, css, html, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RankedLabel } from '../../core/verdict';
import { baseStyles } from '../shared/base.styles';
import { capitalise, formatPercent } from '../shared/format';

/**
 * Calibrated probabilities as bars, best first.
 *
 * @csspart results - The list.
 * @csspart result - One row.
 * @csspart label - A row's label.
 * @csspart score - A row's probability.
 */
@customElement('probability-bars')
export class ProbabilityBars extends LitElement {
  static override styles = [
    baseStyles,
    css`
      ul {
        display: grid;
        gap: var(--gap-3);
      }

      li {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0.2rem var(--gap-3);
        align-items: baseline;
      }

      .label {
        overflow-wrap: anywhere;
      }

      .score {
        font-variant-numeric: var(--type-figures);
        color: var(--ink-soft);
        font-size: var(--size-note);
      }

      svg {
        grid-column: 1 / -1;
        width: 100%;
        height: 0.5rem;
        border-radius: 2px;
        background: var(--sunk);
      }

      .fill {
        fill: var(--ink-soft);
      }

      li:first-child .fill {
        fill: var(--bar, var(--moss));
      }

      .line {
        stroke: var(--ink);
        stroke-width: 2;
      }

      :host([untrusted]) svg {
        opacity: 0.55;
      }

      :host([untrusted]) .fill {
        fill: none;
        stroke: var(--ink-soft);
        stroke-width: 1.5;
        stroke-dasharray: 3 3;
      }

      .key {
        margin-block-start: var(--gap-3);
        color: var(--ink-soft);
        font-size: var(--size-small);
      }

      @media (forced-colors: active) {
        .fill {
          fill: CanvasText;
        }
      }
    `,
  ];

  @property({ attribute: false }) ranked: readonly RankedLabel[] = [];
  /** The confidence below which the model is unsure, in [0, 1]; `null` draws no line. */
  @property({ type: Number }) line: number | null = null;
  /** The bars belong to a verdict that must not be relied on. */
  @property({ type: Boolean, reflect: true }) untrusted = false;

  override render() {
    return html`
      <ul part="results">
        ${this.ranked.map(
          ({ label, probability }) => html`
            <li part="result">
              <span class="label" part="label">${capitalise(label)}</span>
              <span class="score" part="score">${formatPercent(probability)}</span>
              <svg aria-hidden="true">
                <rect class="fill" width="${Math.max(probability * 100, 0.4)}%" height="100%" />
                ${
                  this.line === null
                    ? ''
                    : svg`<line class="line" x1="${this.line * 100}%" x2="${this.line * 100}%" y2="100%" />`
                }
              </svg>
            </li>
          `,
        )}
      </ul>
      ${
        this.line === null
          ? ''
          : html`<p class="key">
              The upright line marks ${formatPercent(this.line)}: a best label below it is unsure.
            </p>`
      }
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'probability-bars': ProbabilityBars;
  }
}
