/**
 * Split conformal prediction (Vovk, Gammerman & Shafer 2005; Angelopoulos & Bates, "A Gentle
 * Introduction to Conformal Prediction", 2021). What held-out photos show is promised for new photos
 * of the same kind, with no assumption about the model.
 */

/**
 * Finds the LAC threshold (Sadinle, Lei & Wasserman 2019): the largest t such that, for held-out
 * photos, the true label's probability is at least t often enough for the stated coverage.
 *
 * @param truthProbabilities Calibrated probability of the true label, one per held-out photo.
 * @param coverage In (0, 1).
 * @returns In [0, 1]; 0 (every label) when there are too few photos to promise that much.
 */
export function fitSetThreshold(truthProbabilities: readonly number[], coverage: number): number {
  const sorted = [...truthProbabilities].sort((a, b) => a - b);
  // The k-th smallest conformity score, k = ⌊(n + 1)(1 − coverage)⌋, keeps P(covered) ≥ coverage.
  const rank = Math.floor((sorted.length + 1) * (1 - coverage) + 1e-9);
  return sorted[rank - 1] ?? 0;
}

/**
 * The labels whose probability reaches the threshold, most probable first.
 *
 * @returns Indices into `probabilities`; empty when none reaches it.
 */
export function predictSet(probabilities: readonly number[], threshold: number): number[] {
  return probabilities
    .map((probability, index) => ({ probability, index }))
    .filter(({ probability }) => probability >= threshold)
    .sort((a, b) => b.probability - a.probability)
    .map(({ index }) => index);
}

/**
 * Conformal p-value of a score for which larger is odder: the share of held-out photos, the new one
 * counted in, that are at least as odd. For photos of the same kind P(p ≤ α) ≤ α.
 *
 * @param heldOutScores Ascending.
 * @returns In (0, 1].
 */
export function conformalPValue(score: number, heldOutScores: readonly number[]): number {
  let low = 0;
  let high = heldOutScores.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((heldOutScores[middle] ?? 0) < score) low = middle + 1;
    else high = middle;
  }
  return (heldOutScores.length - low + 1) / (heldOutScores.length + 1);
}
