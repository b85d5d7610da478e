/**
 * Split conformal prediction (Vovk, Gammerman & Shafer 2005; Sadinle, Lei & Wasserman 2019 for the
 * "least ambiguous" sets): guarantees that hold for any model, as long as photos in use come from
 * where the held-out photos came from.
 */

/**
 * Finds the smallest probability that a label needs to enter the prediction set.
 *
 * @param truthProbabilities What each held-out photo's true label got, in [0, 1].
 * @param coverage The share of photos whose set must hold the truth, in (0, 1).
 * @returns In [0, 1]. 0 (every label enters) when there are too few photos for that coverage.
 */
export function fitSetThreshold(truthProbabilities: readonly number[], coverage: number): number {
  const descending = [...truthProbabilities].sort((a, b) => b - a);
  const rank = Math.ceil((descending.length + 1) * coverage);
  return descending[rank - 1] ?? 0;
}

/**
 * The labels whose probability reaches the threshold, best first. The most probable one is always
 * in: an empty set helps nobody, and the coverage can only rise.
 */
export function predictSet(probabilities: readonly number[], threshold: number): number[] {
  const order = probabilities
    .map((_, index) => index)
    .sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0));
  return order.filter((index, i) => i === 0 || (probabilities[index] ?? 0) >= threshold);
}

/**
 * The share of in-domain photos that look at least this odd, counting the photo itself. When it is
 * in-domain, the chance of a p-value of `rate` or less is at most `rate`.
 *
 * @param distance Of the photo; larger is odder.
 * @param heldOutDistances Of photos that helped to build nothing, ascending.
 * @returns In (0, 1].
 */
export function conformalPValue(distance: number, heldOutDistances: readonly number[]): number {
  const count = heldOutDistances.length;
  return (1 + count - lowerBound(heldOutDistances, distance)) / (count + 1);
}

/** Index of the first value that is not below `limit`. */
function lowerBound(ascending: readonly number[], limit: number): number {
  let from = 0;
  let to = ascending.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((ascending[middle] ?? Infinity) < limit) from = middle + 1;
    else to = middle;
  }
  return from;
}
