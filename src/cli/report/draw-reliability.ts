import type { ReliabilityBin } from '../../core/manifest';
import { markup, type Markup } from './markup';

const SIDE = 320;
const EDGE = { left: 46, top: 10, bottom: 44, right: 12 };
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/**
 * The reliability diagram: on the diagonal, claims are true; below it, the model claims too much.
 * The table beside it says the same, so the picture is hidden from screen readers' words but named.
 */
export function drawReliability(bins: readonly ReliabilityBin[]): Markup {
  const x = (share: number) => round(EDGE.left + share * SIDE);
  const y = (share: number) => round(EDGE.top + (1 - share) * SIDE);
  const width = EDGE.left + SIDE + EDGE.right;
  const height = EDGE.top + SIDE + EDGE.bottom;
  return markup`<svg class="plot" viewBox="0 0 ${width} ${height}" role="img"
  aria-label="Reliability diagram; the table after it says the same">
  ${TICKS.map(
    (tick) => markup`<path class="grid" d="M${x(tick)} ${y(0)}V${y(1)}M${x(0)} ${y(tick)}H${x(1)}"/>
    <text x="${x(tick)}" y="${y(0) + 18}" text-anchor="middle">${100 * tick}</text>
    <text x="${x(0) - 8}" y="${y(tick) + 4}" text-anchor="end">${100 * tick}</text>`,
  )}
  <path class="ideal" d="M${x(0)} ${y(0)}L${x(1)} ${y(1)}"/>
  <text x="${x(0.5)}" y="${height - 6}" text-anchor="middle">Confidence, %</text>
  <text transform="translate(12 ${y(0.5)}) rotate(-90)" text-anchor="middle">Right, %</text>
  ${bins.map(
    ({ confidence, accuracy }) =>
      markup`<path class="whisker" d="M${x(confidence)} ${y(accuracy.low)}V${y(accuracy.high)}"/>`,
  )}
  <path class="line" d="${bins
    .map(({ confidence, accuracy }, i) => `${i ? 'L' : 'M'}${x(confidence)} ${y(accuracy.value)}`)
    .join('')}"/>
  ${bins.map(
    ({ confidence, accuracy }) =>
      markup`<circle class="dot" cx="${x(confidence)}" cy="${y(accuracy.value)}" r="4"/>`,
  )}
</svg>`;
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
