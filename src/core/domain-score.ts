import { normalise, type ReferenceBank } from './bank';

/** A photo of the reference bank and how much it is like the one in question. */
export interface Neighbour {
  /** Its row in the bank. */
  row: number;
  /** Cosine, in [-1, 1]. */
  similarity: number;
}

/**
 * The k photos of the bank that are most like this one, nearest first.
 *
 * @param features Of any length but zero.
 * @throws RangeError when the features don't fit the bank or have no direction.
 */
export function findNearest(
  features: ArrayLike<number>,
  bank: ReferenceBank,
  k: number,
): Neighbour[] {
  if (features.length !== bank.length) {
    throw new RangeError(`${features.length} features, but the bank's rows have ${bank.length}`);
  }
  const direction = normalise(features);
  const neighbours = bank.labels.map((_, row) => ({
    row,
    similarity: dot(direction, bank.rows, row * bank.length),
  }));
  return neighbours.sort((a, b) => b.similarity - a.similarity).slice(0, k);
}

/**
 * How odd a photo is: cosine distance to its k-th nearest photo in the bank (Sun, Ming, Zhu & Li
 * 2022, "Out-of-Distribution Detection with Deep Nearest Neighbors"). The k-th rather than the
 * first, so that a single odd photo in the bank vouches for nothing.
 *
 * @param nearest Nearest first; the last one counts when there are fewer than k.
 * @returns In [0, 2].
 */
export function scoreDomain(nearest: readonly Neighbour[], k: number): number {
  const neighbour = nearest[Math.min(k, nearest.length) - 1];
  if (!neighbour) throw new RangeError('the bank is empty');
  return 1 - neighbour.similarity;
}

function dot(a: Float32Array, rows: Float32Array, from: number): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (rows[from + i] ?? 0);
  return sum;
}
