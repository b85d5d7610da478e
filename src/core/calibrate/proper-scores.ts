/**
 * Proper scores: no model does better by claiming another probability than the one it believes in
 * (Gneiting & Raftery 2007).
 */

/** A truth that was held for impossible costs this much at the most, not infinitely much. */
const MIN_PROBABILITY = 1e-12;
/** The most that a photo's log loss can be, in nats. */
export const MAX_LOG_LOSS = -Math.log(MIN_PROBABILITY);
/** The most that a photo's Brier score can be. */
export const MAX_BRIER = 2;

/**
 * Squared distance of a photo's probabilities from the truth, summed over labels (Brier 1950).
 *
 * @returns In [0, 2]; 0 is best.
 * @throws RangeError when a probability is not a number or the truth is not a label.
 */
export function measureBrier(probabilities: readonly number[], truth: number): number {
  checkPhoto(probabilities, truth);
  return probabilities.reduce((sum, p, label) => sum + (p - (label === truth ? 1 : 0)) ** 2, 0);
}

/**
 * Surprise at the truth of a photo.
 *
 * @returns In nats, from 0 (best) to 27.6.
 * @throws RangeError when a probability is not a number or the truth is not a label.
 */
export function measureLogLoss(probabilities: readonly number[], truth: number): number {
  checkPhoto(probabilities, truth);
  // 1 + 1e-16 from rounding must not become a reward, nor 1 a loss of -0.
  return Math.max(0, -Math.log(Math.max(MIN_PROBABILITY, probabilities[truth] ?? 0)));
}

function checkPhoto(probabilities: readonly number[], truth: number): void {
  if (!(truth in probabilities)) throw new RangeError(`there is no label ${truth}`);
  if (!probabilities.every(Number.isFinite)) throw new RangeError('a probability is not a number');
}
