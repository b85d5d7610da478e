import type { Grid } from './patches';

/** How much each part of a picture mattered to one answer. */
export interface ImportanceMap extends Grid {
  /** One a cell, row by row, in [0, 1]; the largest is 1. */
  weights: number[];
}

/**
 * From this weight on a part counts as one of the strongest. A thing as large as a patch is hidden to
 * four ninths by a patch one cell off both ways: all of its cells are to count.
 */
const STRONG = 0.4;
/** Probabilities are cut here, so that a certain answer has log-odds too. */
const LEAST_PROBABILITY = 1e-9;

/**
 * Makes a map of what an answer did when each part of the picture was hidden (occlusion: Zeiler &
 * Fergus 2014, "Visualizing and Understanding Convolutional Networks", section 4.2). A part matters
 * as much as the answer drops without it; where it rises, the part did not speak for it.
 *
 * @param whole The answer to the whole picture.
 * @param hidden The answer with each part hidden, row by row.
 * @param leastDrop A smaller one says nothing.
 * @returns `null` when no part by itself moves the answer by `leastDrop`.
 * @throws RangeError when there is not one answer a cell, or an answer is not finite.
 */
export function rateImportance(
  whole: number,
  hidden: readonly number[],
  { columns, rows }: Grid,
  leastDrop: number,
): ImportanceMap | null {
  if (hidden.length !== columns * rows) {
    throw new RangeError(`${hidden.length} answers for ${columns} × ${rows} cells`);
  }
  const drops = hidden.map((answer) => whole - answer);
  if (!drops.every(Number.isFinite)) throw new RangeError('an answer is not a number');
  const largest = Math.max(...drops);
  if (!(largest > 0 && largest >= leastDrop)) return null;
  return { columns, rows, weights: drops.map((drop) => Math.max(0, drop) / largest) };
}

/** The cells that mattered at least two fifths as much as the one that mattered most. */
export function pickStrongest({ weights }: ImportanceMap): number[] {
  return weights.flatMap((weight, cell) => (weight >= STRONG ? [cell] : []));
}

/** Log-odds of a probability: unlike the probability, they still move where an answer is certain. */
export function toLogOdds(probability: number): number {
  const cut = Math.min(1 - LEAST_PROBABILITY, Math.max(LEAST_PROBABILITY, probability));
  return Math.log(cut / (1 - cut));
}
