import type { Interval } from './manifest';

/** Two-sided 95 % point of the normal distribution. */
const Z95 = 1.959963984540054;

/**
 * A share with its 95 % Wilson score interval (Wilson 1927), which holds for few trials and shares
 * near 0 or 1 where the textbook interval does not.
 */
export function wilsonInterval(successes: number, trials: number): Interval {
  if (trials === 0) return { value: 0, low: 0, high: 1 };
  const share = successes / trials;
  const z2 = Z95 ** 2;
  const centre = (share + z2 / (2 * trials)) / (1 + z2 / trials);
  const half =
    (Z95 / (1 + z2 / trials)) *
    Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials * trials));
  return { value: share, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/**
 * Counts answers by truth and answer.
 *
 * @returns [labels × labels]; rows are the truth, columns the answer.
 */
export function confusionMatrix(
  truths: readonly number[],
  answers: readonly number[],
  labelCount: number,
): number[][] {
  const matrix = Array.from({ length: labelCount }, () => new Array<number>(labelCount).fill(0));
  truths.forEach((truth, i) => {
    const row = matrix[truth];
    const answer = answers[i];
    if (row && answer !== undefined) row[answer] = (row[answer] ?? 0) + 1;
  });
  return matrix;
}

/**
 * Area under the ROC curve: how often an out-of-domain photo scores higher than an in-domain one,
 * ties counting half (Mann–Whitney).
 *
 * @returns In [0, 1]; 0.5 is guessing. NaN when either is empty.
 */
export function auroc(inDomain: readonly number[], outOfDomain: readonly number[]): number {
  const sorted = [...inDomain].sort((a, b) => a - b);
  let wins = 0;
  for (const score of outOfDomain) {
    const below = lowerBound(sorted, score);
    const upTo = upperBound(sorted, score);
    wins += below + (upTo - below) / 2;
  }
  return wins / (inDomain.length * outOfDomain.length);
}

/**
 * False-positive rate at 95 % detection: the share of in-domain photos that are warned about when
 * the line is drawn so that 95 % of out-of-domain photos are.
 */
export function fpr95(inDomain: readonly number[], outOfDomain: readonly number[]): number {
  const sorted = [...outOfDomain].sort((a, b) => a - b);
  const line = sorted[Math.floor(0.05 * sorted.length)] ?? Number.POSITIVE_INFINITY;
  return inDomain.filter((score) => score >= line).length / inDomain.length;
}

/** How many sorted numbers are below `value`. */
function lowerBound(sorted: readonly number[], value: number): number {
  return bound(sorted, (other) => other < value);
}

/** How many sorted numbers are at most `value`. */
function upperBound(sorted: readonly number[], value: number): number {
  return bound(sorted, (other) => other <= value);
}

function bound(sorted: readonly number[], isLeft: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isLeft(sorted[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}
