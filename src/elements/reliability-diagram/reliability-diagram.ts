import '../figure-table/figure-table';
import '../interval-plot/interval-plot';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { tabulateReliability } from '../../core/evaluate/figure-tables';
import type { ReliabilityBin } from '../../core/manifest';
import { baseStyles, buttonStyles } from '../shared/base.styles';

/** Whether a confidence means what it says: claimed against found, as a plot and as a table. */
@customElement('reliability-diagram')
export class ReliabilityDiagram extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      figcaption {
        max-width: 46ch;
        margin-block-start: var(--gap-2);
        color: var(--ink-soft);
        font-size: var(--size-note);
      }
    `,
  ];

  /** Ascending by confidence. */
  @property({ attribute: false }) bins: readonly ReliabilityBin[] = [];

  override render() {
    const { bins } = this;
    if (bins.length === 0) return nothing;
    return html`<figure>
        <interval-plot
          .points=${bins.map(({ confidence, accuracy }) => ({ at: confidence, measured: accuracy }))}
          across="Confidence"
          upwards="Right"
          name="Reliability diagram: ${describeReliability(bins)} The table below says the same."
        ></interval-plot>
        <figcaption>
          ${describeReliability(bins)} On the dashed line claims are true; whiskers are 95 %
          intervals.
        </figcaption>
      </figure>
      <details>
        <summary>As a table</summary>
        <figure-table .content=${tabulateReliability(bins)}></figure-table>
      </details>`;
  }
}

/** What the diagram shows, in a sentence: where chance alone does not explain the gap. */
function describeReliability(bins: readonly ReliabilityBin[]): string {
  const over = bins.filter(({ confidence, accuracy }) => confidence > accuracy.high).length;
  const under = bins.filter(({ confidence, accuracy }) => confidence < accuracy.low).length;
  if (over === 0 && under === 0) return 'Its confidence is as true as this many photos can tell.';
  const parts = [
    ...(over > 0 ? [`claims too much in ${over} of ${bins.length} groups`] : []),
    ...(under > 0 ? [`claims too little in ${under} of ${bins.length} groups`] : []),
  ];
  return `It ${parts.join(' and ')} of photos.`;
}

declare global {
  interface HTMLElementTagNameMap {
    'reliability-diagram': ReliabilityDiagram;
  }
}
