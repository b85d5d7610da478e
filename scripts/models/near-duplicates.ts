import { normalise } from '../../src/core/bank';
import type { Photo } from './data-sets';

/**
 * Groups photos that are nearly the same: the same file, or features that point the same way. Such
 * photos must not lie on both sides of a split.
 *
 * @param minSimilarity Cosine from which two photos count as nearly the same.
 * @returns The group of each photo.
 */
export function groupNearDuplicates(
  photos: readonly Photo[],
  features: readonly Float32Array[],
  minSimilarity: number,
): number[] {
  const rows = features.map(normalise);
  const parents = rows.map((_, i) => i);
  const rootOf = (i: number): number => {
    const parent = parents[i] ?? i;
    return parent === i ? i : rootOf(parent);
  };
  rows.forEach((row, i) => {
    for (let j = 0; j < i; j++) {
      const same = photos[i]?.hash === photos[j]?.hash;
      if (same || dot(row, rows[j]) >= minSimilarity) parents[rootOf(i)] = rootOf(j);
    }
  });
  return rows.map((_, i) => rootOf(i));
}

function dot(a: Float32Array, b: Float32Array | undefined): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b?.[i] ?? NaN);
  return sum;
}
