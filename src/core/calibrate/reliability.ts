import type { ReliabilityBin } from '../manifest';
import { wilsonInterval } from '../metrics';

const MAX_BINS = 10;
/** A bin with fewer photos shows chance, not the model. */
const MIN_PHOTOS_PER_BIN = 10;

/** One photo's top label. */
interface ToldConfidence {
  /** Its probability, in [0, 1]. */
  confidence: number;
  /** Whether it was right. */
  correct: boolean;
}

/** How many bins so many photos fill: ten, or fewer of ten photos each. */
export function countBins(photos: number): number {
  return Math.max(1, Math.min(MAX_BINS, Math.floor(photos / MIN_PHOTOS_PER_BIN)));
}

/**
 * The reliability diagram's bins, of equal mass (Nixon et al. 2019): bins of equal width would leave
 * most of them nearly empty. Photos of the same confidence stay in one bin, so that their order says
 * nothing, and there may be fewer bins than asked for.
 *
 * @returns Ascending by confidence; none for no photos.
 * @throws RangeError when a confidence is not a number.
 */
export function binReliability(
  photos: readonly ToldConfidence[],
  bins = countBins(photos.length),
): ReliabilityBin[] {
  const { confidences, hits } = sortByConfidence(photos);
  const ends = cutBins(confidences, bins);
  return ends.map((to, bin) => {
    const from = ends[bin - 1] ?? 0;
    const own = confidences.subarray(from, to);
    return {
      photos: own.length,
      from: own[0] ?? 0,
      to: own.at(-1) ?? 0,
      confidence: Math.min(1, sum(own) / own.length),
      accuracy: wilsonInterval(sum(hits.subarray(from, to)), own.length),
    };
  });
}

/**
 * Expected calibration error: how far confidence and accuracy lie apart, on average over bins of
 * equal mass (Naeini, Cooper & Hauskrecht 2015; equal mass: Nixon et al. 2019).
 *
 * @returns In [0, 1]; 0 for no photos.
 * @throws RangeError when a confidence is not a number.
 */
export function calibrationError(
  photos: readonly ToldConfidence[],
  bins = countBins(photos.length),
): number {
  return errorOfSorted(sortByConfidence(photos), bins);
}

/** Photos in ascending order of confidence. */
export interface SortedConfidences {
  confidences: Float64Array;
  /** 1 where the top label was right. */
  hits: Uint8Array;
}

/** The calibration error of photos that are in order already: quick enough for resampling. */
export function errorOfSorted({ confidences, hits }: SortedConfidences, bins: number): number {
  let error = 0;
  let from = 0;
  for (const to of cutBins(confidences, bins)) {
    let gap = 0;
    for (let i = from; i < to; i++) gap += (confidences[i] ?? NaN) - (hits[i] ?? 0);
    // The bin's mean gap times its share of the photos.
    error += Math.abs(gap) / confidences.length;
    from = to;
  }
  return error;
}

/** @throws RangeError when a confidence is not a number. */
export function sortByConfidence(photos: readonly ToldConfidence[]): SortedConfidences {
  if (!photos.every(({ confidence }) => Number.isFinite(confidence))) {
    throw new RangeError('a confidence is not a number');
  }
  const ascending = [...photos].sort((a, b) => a.confidence - b.confidence);
  return {
    confidences: Float64Array.from(ascending, ({ confidence }) => confidence),
    hits: Uint8Array.from(ascending, ({ correct }) => (correct ? 1 : 0)),
  };
}

/** Where each bin ends. */
function cutBins(ascending: Float64Array, bins: number): number[] {
  const ends: number[] = [];
  const count = ascending.length;
  let from = 0;
  for (let bin = 1; bin <= bins && from < count; bin++) {
    let to = Math.max(from + 1, Math.round((bin * count) / bins));
    while (to < count && ascending[to] === ascending[to - 1]) to += 1;
    ends.push(to);
    from = to;
  }
  return ends;
}

function sum(values: Float64Array | Uint8Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
