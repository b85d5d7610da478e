import { normalise } from './bank';

/** What must be known of photos to find those that are nearly the same. */
export interface Comparable {
  /** Fingerprint of each photo's file; equal ones are the same photo. */
  hashes: readonly string[];
  /** Features of each photo, all of one length and none without a direction. */
  features: readonly ArrayLike<number>[];
}

/**
 * Groups photos that are nearly the same: the same file, or features that point the same way. Such
 * photos must not lie on both sides of a split.
 *
 * @param minSimilarity Cosine from which two photos count as nearly the same.
 * @returns The group of each photo.
 */
export function groupNearDuplicates(
  { hashes, features }: Comparable,
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
      const same = hashes[i] === hashes[j];
      if (same || dot(row, rows[j]) >= minSimilarity) parents[rootOf(i)] = rootOf(j);
    }
  });
  return rows.map((_, i) => rootOf(i));
}

/**
 * A similarity from which photos count as nearly the same, for features that nobody has looked at:
 * a tenth of the usual distance between a photo and the one most like it. How large cosines are
 * differs so much from network to network that no fixed number would do.
 *
 * @returns In [0, 1]; 1 for fewer than two photos.
 */
export function findDuplicateSimilarity(features: readonly ArrayLike<number>[]): number {
  const rows = features.map(normalise);
  const nearest = rows
    .map((row, i) =>
      rows.reduce((most, other, j) => (i === j ? most : Math.max(most, dot(row, other))), -1),
    )
    .sort((a, b) => a - b);
  if (nearest.length < 2) return 1;
  const usual = nearest[Math.floor(nearest.length / 2)] ?? 1;
  return Math.max(0, 1 - (1 - usual) * DUPLICATE_SHARE);
}

const DUPLICATE_SHARE = 0.1;

function dot(a: Float32Array, b: Float32Array | undefined): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b?.[i] ?? NaN);
  return sum;
}
