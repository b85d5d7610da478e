/** Fewer photos than this say too little about confidence: the temperature then stays 1. */
export const MIN_CALIBRATION_PHOTOS = 20;
const MIN_TEMPERATURE = 0.1;
const MAX_TEMPERATURE = 10;

/**
 * Probabilities from logits.
 *
 * @param temperature Logits are divided by it: above 1 softens, below 1 sharpens.
 * @returns As many numbers as logits, in [0, 1], with sum 1; not numbers where a logit is not.
 */
export function softmax(logits: ArrayLike<number>, temperature = 1): number[] {
  const scaled = Array.from(logits, (logit) => logit / temperature);
  // Without this shift, exp of a large logit is infinite.
  const largest = scaled.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = scaled.map((logit) => Math.exp(logit - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/**
 * Finds the temperature that makes held-out truths most likely (Guo et al. 2017, "On Calibration of
 * Modern Neural Networks"). The most probable label stays the same.
 *
 * @param logits One row a photo.
 * @param truths Label index of each photo.
 * @param minPhotos With fewer photos the answer is 1.
 * @returns In [0.1, 10].
 */
export function fitTemperature(
  logits: readonly ArrayLike<number>[],
  truths: readonly number[],
  minPhotos = MIN_CALIBRATION_PHOTOS,
): number {
  if (logits.length < minPhotos) return 1;
  const loss = (logTemperature: number) =>
    negativeLogLikelihood(logits, truths, Math.exp(logTemperature));
  return Math.exp(minimise(loss, Math.log(MIN_TEMPERATURE), Math.log(MAX_TEMPERATURE)));
}

/** Mean surprise at the truth, in nats. */
export function negativeLogLikelihood(
  logits: readonly ArrayLike<number>[],
  truths: readonly number[],
  temperature = 1,
): number {
  // In plain loops: a fit asks for this some forty times for all photos.
  let total = 0;
  for (let i = 0; i < logits.length; i++) {
    const row = logits[i] ?? [];
    let largest = -Infinity;
    for (let at = 0; at < row.length; at++) {
      largest = Math.max(largest, (row[at] ?? NaN) / temperature);
    }
    let sum = 0;
    for (let at = 0; at < row.length; at++) {
      sum += Math.exp((row[at] ?? NaN) / temperature - largest);
    }
    const logSum = Math.log(sum) + largest;
    total = total + logSum - (row[truths[i] ?? -1] ?? NaN) / temperature;
  }
  return total / logits.length;
}

/** Golden-section search for the minimum of a function with one valley (Kiefer 1953). */
function minimise(f: (x: number) => number, low: number, high: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [from, to] = [low, high];
  let [left, right] = [to - ratio * (to - from), from + ratio * (to - from)];
  let [atLeft, atRight] = [f(left), f(right)];
  while (to - from > 1e-6) {
    if (atLeft <= atRight) {
      [to, right, atRight] = [right, left, atLeft];
      left = to - ratio * (to - from);
      atLeft = f(left);
    } else {
      [from, left, atLeft] = [left, right, atRight];
      right = from + ratio * (to - from);
      atRight = f(right);
    }
  }
  return (from + to) / 2;
}
