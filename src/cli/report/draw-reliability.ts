import type { ReliabilityBin } from '../../core/manifest';
import { markup, type Markup } from './markup';

const SIDE = 320;
const EDGE = { left: 46, top: 10, bottom: 44, right: 12 };
/** How many parts each axis has. */
const PARTS = 4;

/**
 * The reliability diagram: on the diagonal, claims are true; below it, the model claims too much.
 * The table beside it says the same, so the picture is hidden from screen readers' words but named.
 */
export function drawReliability(bins: readonly ReliabilityBin[]): Markup {
  const from = chooseStart(bins);
  const ticks = Array.from({ length: PARTS + 1 }, (_, i) => from + ((1 - from) * i) / PARTS);
  const place = (share: number) => (share - from) / (1 - from);
  const x = (share: number) => round(EDGE.left + place(share) * SIDE);
  const y = (share: number) => round(EDGE.top + (1 - place(share)) * SIDE);
  const width = EDGE.left + SIDE + EDGE.right;
  const height = EDGE.top + SIDE + EDGE.bottom;
  return markup`<svg class="plot" viewBox="0 0 ${width} ${height}" role="img"
  aria-label="Reliability diagram; the table after it says the same">
  ${ticks.map(
    (
      tick,
    ) => markup`<path class="grid" d="M${x(tick)} ${y(from)}V${y(1)}M${x(from)} ${y(tick)}H${x(1)}"/>
    <text x="${x(tick)}" y="${y(from) + 18}" text-anchor="middle">${round(100 * tick)}</text>
    <text x="${x(from) - 8}" y="${y(tick) + 4}" text-anchor="end">${round(100 * tick)}</text>`,
  )}
  <path class="ideal" d="M${x(from)} ${y(from)}L${x(1)} ${y(1)}"/>
  <text x="${x((1 + from) / 2)}" y="${height - 6}" text-anchor="middle">Confidence, %</text>
  <text transform="translate(12 ${y((1 + from) / 2)}) rotate(-90)" text-anchor="middle">Right, %</text>
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

/** Where both axes begin, so that the points fill the diagram: a multiple of a fifth. */
function chooseStart(bins: readonly ReliabilityBin[]): number {
  const least = Math.min(
    1,
    ...bins.flatMap(({ confidence, accuracy }) => [confidence, accuracy.low]),
  );
  return Math.max(0, Math.min(0.8, Math.floor(least * 5) / 5));
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
