/**
 * Thins held-out scores to the most that a manifest should carry, without losing the guarantee: a
 * p-value from the thinned list is never below the chance it stands for.
 *
 * Of n scores the ranks ⌈j (n + 1) / (m + 1)⌉ stay, j = 1…m. A new exchangeable score is above the
 * r-th of n with probability at most 1 − r / (n + 1), so it is above the j-th kept one with
 * probability at most 1 − j / (m + 1), which is what a list of m says of itself.
 *
 * @param ascending Scores in ascending order.
 * @param most How many may stay, m; at least 1.
 * @returns The scores, in ascending order; the same ones when there are few enough.
 */
export function thinScores(ascending: readonly number[], most: number): number[] {
  const count = ascending.length;
  if (count <= most) return [...ascending];
  return Array.from({ length: most }, (_, i) => {
    const rank = Math.ceil(((i + 1) * (count + 1)) / (most + 1));
    return ascending[rank - 1] ?? Infinity;
  });
}
