import { LitElement, css, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Familiarity } from '../../core/verdict';
import { baseStyles, buttonStyles, tableStyles } from '../shared/base.styles';
import { capitalise, formatPercent } from '../shared/format';
import { describeFamiliarity } from '../shared/words';
import { planDistancePlot, quantileOf } from './histogram';

/**
 * How unusual one photo is: its distance to the nearest reference photos among the distances of
 * photos the model was checked with. The same as a table is one click away.
 */
@customElement('familiarity-plot')
export class FamiliarityPlot extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    tableStyles,
    css`
      .says {
        font-weight: var(--weight-strong);
      }

      svg.plot {
        width: 100%;
        height: 5.5rem;
        margin-block-start: var(--gap-3);
        overflow: visible;
      }

      .bar {
        fill: color-mix(in srgb, var(--moss) 60%, var(--sheet));
      }

      .zone {
        fill: var(--dusk-wash);
      }

      .axis {
        stroke: var(--rule-strong);
      }

      .edge {
        stroke: var(--dusk);
        stroke-dasharray: 3 3;
      }

      .photo {
        stroke: var(--ink);
        stroke-width: 2.5;
      }

      .head {
        fill: var(--ink);
      }

      .ends {
        display: flex;
        justify-content: space-between;
        gap: var(--gap-3);
        color: var(--ink-soft);
        font-size: var(--size-small);
      }

      .key {
        display: flex;
        flex-wrap: wrap;
        gap: 0.15rem var(--gap-4);
        margin-block-start: var(--gap-2);
        color: var(--ink-soft);
        font-size: var(--size-small);
      }

      .key span {
        display: inline-flex;
        align-items: center;
        gap: 0.4em;
      }

      .key i {
        width: 0.85em;
        height: 0.85em;
        border-radius: 2px;
        background: color-mix(in srgb, var(--moss) 60%, var(--sheet));
      }

      .key .k-zone {
        background: var(--dusk-wash);
        outline: 1px dashed var(--dusk);
      }

      .key .k-photo {
        width: 3px;
        background: var(--ink);
      }

      @media (forced-colors: active) {
        .bar {
          fill: GrayText;
        }
        .photo {
          stroke: CanvasText;
        }
      }
    `,
  ];

  @property({ attribute: false }) familiarity: Familiarity | null = null;
  /** Distances of held-out in-domain photos, ascending. */
  @property({ attribute: false }) heldOut: readonly number[] = [];
  /** In [0, 1). */
  @property({ type: Number }) falseAlarmRate = 0.05;

  override render() {
    const { familiarity, heldOut, falseAlarmRate } = this;
    if (!familiarity) return nothing;
    const says = capitalise(describeFamiliarity(familiarity, heldOut.length));
    const { bins, low, high, warnFrom } = planDistancePlot(
      heldOut,
      familiarity.distance,
      falseAlarmRate,
    );
    const at = (distance: number) => `${((distance - low) / (high - low)) * 100}%`;
    const most = Math.max(...bins.map(({ count }) => count), 1);
    const edge = warnFrom ?? high;
    return html`
      <p class="says">${says}.</p>
      <svg class="plot" role="img" aria-label="${says}, shown as a histogram of distances">
        ${
          warnFrom === null
            ? nothing
            : svg`
              <rect class="zone" x=${at(edge)} width="${100 - Number.parseFloat(at(edge))}%" height="100%" />
              <line class="edge" x1=${at(edge)} x2=${at(edge)} y2="100%" />`
        }
        ${bins.map(({ from, count }) => {
          const share = (count / most) * 88;
          return svg`<rect class="bar" x=${at(from)} y="${100 - share}%"
            width="${100 / bins.length - 0.5}%" height="${share}%" />`;
        })}
        <line class="axis" x2="100%" y1="100%" y2="100%" />
        <line
          class="photo"
          x1=${at(familiarity.distance)}
          x2=${at(familiarity.distance)}
          y2="100%"
        />
        <circle class="head" cx=${at(familiarity.distance)} r="5" />
      </svg>
      <p class="ends"><span>familiar</span><span>strange</span></p>
      <p class="key">
        <span><i class="k-photo"></i>this photo</span>
        <span><i></i>${heldOut.length} photos the model was checked with</span>
        ${
          warnFrom === null
            ? nothing
            : html`<span
                ><i class="k-zone"></i>out of domain (${formatPercent(falseAlarmRate)})</span
              >`
        }
      </p>
      ${this.renderTable(familiarity, warnFrom)}
    `;
  }

  private renderTable(familiarity: Familiarity, warnFrom: number | null) {
    const rows: [string, number][] = [
      ['This photo', familiarity.distance],
      ['Half of the known photos lie below', quantileOf(this.heldOut, 0.5)],
      ['Nine in ten lie below', quantileOf(this.heldOut, 0.9)],
    ];
    if (warnFrom !== null) rows.push(['The warning starts above', warnFrom]);
    return html`
      <details>
        <summary>As a table</summary>
        <table>
          <caption>
            Distance to the nearest reference photos (0 = the same)
          </caption>
          <tbody>
            ${rows.map(
              ([what, value]) =>
                html`<tr>
                  <th scope="row">${what}</th>
                  <td class="number">${value.toFixed(3)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </details>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'familiarity-plot': FamiliarityPlot;
  }
}
