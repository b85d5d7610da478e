import { softmax } from '../calibration';
import { findLikeliest } from '../find-likeliest';

/**
 * One minus the largest softmax probability (Hendrycks & Gimpel 2017, "A Baseline for Detecting
 * Misclassified and Out-of-Distribution Examples in Neural Networks").
 *
 * @returns In [0, 1). Summed from the other labels, so that it does not end at the last bit of 1.
 */
export function scoreMsp(logits: ArrayLike<number>): number {
  const probabilities = softmax(logits);
  const top = findLikeliest(probabilities);
  return probabilities.reduce((sum, value, i) => (i === top ? sum : sum + value), 0);
}
