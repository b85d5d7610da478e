import { LitElement, css, html, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { StageTimings } from '../../core/classification';
import { baseStyles } from '../../elements/shared/base.styles';
import { formatMs } from '../../elements/shared/format';

/** Where the milliseconds of one photo went: one bar, and the same in words. */
@customElement('stage-bar')
export class StageBar extends LitElement {
  static override styles = [
    baseStyles,
    css`
      svg {
        width: 100%;
        height: 1.25rem;
        border-radius: 3px;
        background: var(--sunk);
      }

      .s0 {
        --tone: var(--ink-soft);
      }
      .s1 {
        --tone: var(--amber-fill);
      }
      .s2 {
        --tone: var(--moss);
      }
      .s3 {
        --tone: var(--dusk);
      }

      rect {
        fill: var(--tone);
      }

      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 0.15rem var(--gap-5);
        padding-block-start: var(--gap-3);
        font-size: var(--size-note);
      }

      li {
        display: inline-flex;
        align-items: center;
        gap: 0.5em;
        font-variant-numeric: var(--type-figures);
      }

      i {
        width: 0.8em;
        height: 0.8em;
        border-radius: 2px;
        background: var(--tone);
      }
    `,
  ];

  @property({ attribute: false }) timings: StageTimings | null = null;

  override render() {
    const { timings } = this;
    if (!timings) return '';
    const stages: [string, number][] = [
      ['open the photo', timings.decodeMs],
      ['fit it to the model’s square', timings.fitMs],
      ['run the model', timings.inferenceMs],
      ['judge', timings.judgeMs],
    ];
    const sum = stages.reduce((total, [, ms]) => total + ms, 0) || 1;
    let x = 0;
    return html`
      <svg aria-hidden="true">
        ${stages.map(([, ms], i) => {
          const share = (ms / sum) * 100;
          const bar = svg`<rect class="s${i}" x="${x}%" width="${share}%" height="100%" />`;
          x += share;
          return bar;
        })}
      </svg>
      <ul>
        ${stages.map(([name, ms], i) => html`<li><i class="s${i}"></i>${name}: ${formatMs(ms)}</li>`)}
      </ul>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'stage-bar': StageBar;
  }
}
