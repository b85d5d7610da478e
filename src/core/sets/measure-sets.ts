import { bootstrapInterval } from '../calibrate/bootstrap';
import { meanOf } from '../calibrate/measure-calibration';
import type { SetResult } from '../manifest';
import { wilsonInterval } from '../metrics';
import { isInSet } from './label-p-values';

/** The coverages that a report shows. */
export const REPORTED_COVERAGES = [0.8, 0.85, 0.9, 0.95, 0.99] as const;

/**
 * The prediction set as a verdict has it: the labels in it, the most probable first; the top label
 * alone where it would be empty.
 *
 * @param probabilities One a label.
 * @param pValues One a label, in (0, 1].
 * @returns Label indices, at least one.
 */
export function buildSet(
  probabilities: readonly number[],
  pValues: readonly number[],
  coverage: number,
): number[] {
  const order = probabilities
    .map((_, label) => label)
    .sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0));
  const inSet = order.filter((label) => isInSet(pValues[label] ?? 0, coverage));
  return inSet.length > 0 ? inSet : order.slice(0, 1);
}

/** What is needed of a photo to judge its sets. */
interface SetTrial {
  /** Calibrated, one a label. */
  probabilities: readonly number[];
  /** One a label. */
  pValues: readonly number[];
  truth: number;
}

/**
 * How often prediction sets hold the truth, with its Wilson interval, and how many labels they name,
 * with a bootstrap interval.
 *
 * @returns One result for each coverage; none for no photos.
 */
export function measureSets(
  photos: readonly SetTrial[],
  seed: number,
  coverages: readonly number[] = REPORTED_COVERAGES,
): SetResult[] {
  const labelCount = photos[0]?.probabilities.length ?? 0;
  if (labelCount === 0) return [];
  return coverages.map((coverage) => {
    const sets = photos.map((photo) => buildSet(photo.probabilities, photo.pValues, coverage));
    const hits = sets.filter((set, i) => set.includes(photos[i]?.truth ?? -1)).length;
    const sizes = sets.map((set) => set.length);
    return {
      coverage,
      covered: wilsonInterval(hits, photos.length),
      meanSize: bootstrapInterval(photos.length, meanOf(sizes), { seed, range: [1, labelCount] }),
    };
  });
}
