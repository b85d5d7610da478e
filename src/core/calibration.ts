/** Logits of one photo, one number a label. */
export type Logits = ArrayLike<number>;

/** One photo that was judged and whose true label is known. */
export interface LabelledLogits {
  logits: Logits;
  /** Index of the true label. */
  truth: number;
}

/** Below this many photos a fitted temperature is more noise than help: the identity is kept. */
export const MIN_PHOTOS_FOR_TEMPERATURE = 30;

/** The range that temperatures are searched in. */
const TEMPERATURE_RANGE = { low: 0.05, high: 20 };

/**
 * Probabilities from logits: softmax(logits / temperature), safe for any finite logits.
 *
 * @param temperature Positive; above 1 makes the model humbler.
 * @returns Numbers in [0, 1] that sum to 1.
 */
export function softmax(logits: Logits, temperature = 1): number[] {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logits.length; i++) largest = Math.max(largest, logits[i] ?? 0);
  const weights = Array.from(logits, (logit) => Math.exp((logit - largest) / temperature));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** Mean negative log-likelihood of the true labels, in nats. */
export function logLoss(photos: readonly LabelledLogits[], temperature = 1): number {
  let total = 0;
  for (const { logits, truth } of photos) {
    const probability = softmax(logits, temperature)[truth] ?? 0;
    total -= Math.log(Math.max(probability, Number.MIN_VALUE));
  }
  return total / photos.length;
}

/**
 * Fits the temperature by maximum likelihood (Guo, Pleiss, Sun & Weinberger, "On Calibration of
 * Modern Neural Networks", ICML 2017). The loss is unimodal in log temperature, so golden-section
 * search finds it.
 *
 * @param photos Held-out photos, never the ones that trained the model.
 * @returns 1 when there are fewer than `MIN_PHOTOS_FOR_TEMPERATURE`.
 */
export function fitTemperature(photos: readonly LabelledLogits[]): number {
  if (photos.length < MIN_PHOTOS_FOR_TEMPERATURE) return 1;
  const ratio = (Math.sqrt(5) - 1) / 2;
  let low = Math.log(TEMPERATURE_RANGE.low);
  let high = Math.log(TEMPERATURE_RANGE.high);
  const lossAt = (logTemperature: number) => logLoss(photos, Math.exp(logTemperature));
  let left = high - ratio * (high - low);
  let right = low + ratio * (high - low);
  let lossLeft = lossAt(left);
  let lossRight = lossAt(right);
  while (high - low > 1e-5) {
    if (lossLeft < lossRight) {
      [high, right, lossRight] = [right, left, lossLeft];
      left = high - ratio * (high - low);
      lossLeft = lossAt(left);
    } else {
      [low, left, lossLeft] = [left, right, lossRight];
      right = low + ratio * (high - low);
      lossRight = lossAt(right);
    }
  }
  return Math.exp((low + high) / 2);
}

/** One answer: how sure the model was, and whether it was right. */
export interface Answer {
  /** Probability of the top label, in [0, 1]. */
  confidence: number;
  correct: boolean;
}

/**
 * Expected calibration error with bins of equal mass: the mean distance between confidence and
 * accuracy (Nguyen & O'Connor 2015; equal mass is less biased than equal width).
 *
 * @param binCount At most; fewer when there are not 10 answers a bin.
 * @returns In [0, 1]; 0 for no answers.
 */
export function calibrationError(answers: readonly Answer[], binCount = 15): number {
  const sorted = [...answers].sort((a, b) => a.confidence - b.confidence);
  const bins = Math.max(1, Math.min(binCount, Math.floor(sorted.length / 10)));
  let error = 0;
  for (let bin = 0; bin < bins; bin++) {
    const start = Math.floor((bin * sorted.length) / bins);
    const end = Math.floor(((bin + 1) * sorted.length) / bins);
    let gap = 0;
    for (const { confidence, correct } of sorted.slice(start, end)) {
      gap += confidence - (correct ? 1 : 0);
    }
    error += Math.abs(gap);
  }
  return sorted.length === 0 ? 0 : error / sorted.length;
}
