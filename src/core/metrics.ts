import { countBelow } from './count-below';
import type { Interval } from './manifest';

/** Two-sided 95 % point of the normal distribution. */
export const Z95 = 1.959963984540054;

/**
 * A share with its 95 % interval (Wilson 1927), which stays honest for few photos and shares near
 * 0 and 1.
 *
 * @returns All between 0 and 1; for no trials the interval is everything.
 */
export function wilsonInterval(successes: number, trials: number): Interval {
  if (trials === 0) return { value: 0, low: 0, high: 1 };
  const value = successes / trials;
  const spread = Z95 ** 2 / trials;
  const centre = (value + spread / 2) / (1 + spread);
  const half =
    (Z95 / (1 + spread)) * Math.sqrt((value * (1 - value)) / trials + spread / (4 * trials));
  // Of none and of all the end is exact, which rounding would miss by a hair.
  return {
    value,
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === trials ? 1 : Math.min(1, centre + half),
  };
}

/** The share of answers that are right; 0 for none. */
export function measureAccuracy(truths: readonly number[], answers: readonly number[]): number {
  const hits = truths.filter((truth, i) => truth === answers[i]).length;
  return truths.length === 0 ? 0 : hits / truths.length;
}

/** Counts of truth (row) against answer (column). */
export function countConfusion(
  truths: readonly number[],
  answers: readonly number[],
  labelCount: number,
): number[][] {
  const counts = Array.from({ length: labelCount }, () => new Array<number>(labelCount).fill(0));
  truths.forEach((truth, i) => {
    const row = counts[truth];
    const answer = answers[i] ?? -1;
    if (row?.[answer] === undefined) throw new RangeError(`no label ${truth} or ${answer}`);
    row[answer] = (row[answer] ?? 0) + 1;
  });
  return counts;
}

/**
 * Area under the ROC curve: the chance that an out-of-domain photo scores higher than an in-domain
 * one, ties counting half (Mann & Whitney 1947).
 */
export function areaUnderRoc(inDomain: readonly number[], outOfDomain: readonly number[]): number {
  const ascending = [...inDomain].sort((a, b) => a - b);
  let wins = 0;
  for (const score of outOfDomain) {
    const below = countBelow(ascending, score);
    const upTo = countBelow(ascending, score, true);
    wins += (below + upTo) / 2;
  }
  return wins / (inDomain.length * outOfDomain.length);
}

/** The share of out-of-domain photos that pass for in-domain when 95 % of in-domain ones do. */
export function falsePositiveRateAt95(
  inDomain: readonly number[],
  outOfDomain: readonly number[],
): number {
  const ascending = [...inDomain].sort((a, b) => a - b);
  const limit = ascending[Math.ceil(0.95 * ascending.length) - 1] ?? Infinity;
  return outOfDomain.filter((score) => score <= limit).length / outOfDomain.length;
}
