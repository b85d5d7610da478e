import type { Interval, ReliabilityBin } from '../manifest';
import { createRandom } from '../random';
import { bootstrapInterval } from './bootstrap';
import { MAX_BRIER, MAX_LOG_LOSS, measureBrier, measureLogLoss } from './proper-scores';
import {
  binReliability,
  countBins,
  errorOfSorted,
  sortByConfidence,
  type SortedConfidences,
} from './reliability';

/** How often a truthful model is imagined. */
const TRUTHFUL_RUNS = 500;

/** How far a model's probabilities can be believed. */
export interface CalibrationFigures {
  /** Expected calibration error of the top label, in [0, 1]. */
  calibrationError: Interval;
  /** Mean over photos, in [0, 2]. */
  brier: Interval;
  /** Mean over photos, in nats. */
  logLoss: Interval;
  /** The reliability diagram, ascending by confidence. */
  reliability: ReliabilityBin[];
}

/**
 * Measures probabilities against truths, each figure with its 95 % bootstrap interval.
 *
 * @param probabilities A row for each photo, one number a label.
 * @param truths Label index of each photo.
 * @param seed The same seed gives the same intervals.
 * @returns `null` for no photos.
 * @throws RangeError when a probability is not a number or a truth is not a label.
 */
export function measureCalibration(
  probabilities: readonly (readonly number[])[],
  truths: readonly number[],
  seed: number,
): CalibrationFigures | null {
  const count = probabilities.length;
  if (count === 0) return null;
  const truthOf = (photo: number) => truths[photo] ?? -1;
  const briers = probabilities.map((row, photo) => measureBrier(row, truthOf(photo)));
  const losses = probabilities.map((row, photo) => measureLogLoss(row, truthOf(photo)));
  const told = probabilities.map((row, photo) => {
    const confidence = Math.max(...row);
    // Rounding may take a sum of exponentials a hair above 1.
    return {
      confidence: Math.min(1, confidence),
      correct: row.indexOf(confidence) === truthOf(photo),
    };
  });
  return {
    calibrationError: measureError(sortByConfidence(told), seed),
    brier: bootstrapInterval(count, meanOf(briers), { seed, range: [0, MAX_BRIER] }),
    logLoss: bootstrapInterval(count, meanOf(losses), { seed, range: [0, MAX_LOG_LOSS] }),
    reliability: binReliability(told),
  };
}

/**
 * Chance alone keeps a sample's calibration error above 0. Where a model whose every claim is true
 * would show as much (consistency resampling: Bröcker & Smith 2007), the interval reaches down to 0.
 */
function measureError({ confidences, hits }: SortedConfidences, seed: number): Interval {
  const count = confidences.length;
  const bins = countBins(count);
  const drawn = { confidences: new Float64Array(count), hits: new Uint8Array(count) };
  const errorOf = (indices: Uint32Array) => {
    indices.forEach((photo, i) => {
      drawn.confidences[i] = confidences[photo] ?? NaN;
      drawn.hits[i] = hits[photo] ?? 0;
    });
    return errorOfSorted(drawn, bins);
  };
  const interval = bootstrapInterval(count, errorOf, { seed, range: [0, 1] });
  const random = createRandom(seed);
  const truthful = Float64Array.from({ length: TRUTHFUL_RUNS }, () => {
    const told = confidences.map((confidence) => (random.nextFloat() < confidence ? 1 : 0));
    return errorOfSorted({ confidences, hits: Uint8Array.from(told) }, bins);
  }).sort();
  const usual = truthful[Math.floor(0.95 * TRUTHFUL_RUNS)] ?? 0;
  return interval.value <= usual ? { ...interval, low: 0 } : interval;
}

/** The mean of drawn values. */
export function meanOf(values: readonly number[]): (indices: Uint32Array) => number {
  return (indices) => indices.reduce((sum, i) => sum + (values[i] ?? NaN), 0) / indices.length;
}
