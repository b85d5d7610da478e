import type { ReferenceBank } from './bank';

/** A reference photo and how alike it is. */
export interface Neighbour {
  /** Row in the bank. */
  row: number;
  /** Cosine similarity in [-1, 1]. */
  similarity: number;
}

/**
 * The reference photos most like a feature vector, by cosine similarity, nearest first.
 *
 * @param features `bank.length` numbers of any scale, not all zero.
 * @param count How many; fewer when the bank is smaller.
 */
export function findNearest(
  features: ArrayLike<number>,
  bank: ReferenceBank,
  count: number,
): Neighbour[] {
  let squares = 0;
  for (let i = 0; i < bank.length; i++) squares += (features[i] ?? 0) ** 2;
  const inverseNorm = 1 / Math.sqrt(squares);
  const nearest: Neighbour[] = [];
  for (let row = 0; row < bank.labels.length; row++) {
    const similarity = dot(features, bank, row) * inverseNorm * (bank.inverseNorms[row] ?? 0);
    insert(nearest, { row, similarity }, count);
  }
  return nearest;
}

/**
 * Domain score: cosine distance to the k-th nearest reference photo (Sun, Ming, Zhu & Li,
 * "Out-of-Distribution Detection with Deep Nearest Neighbors", ICML 2022).
 *
 * @param nearest From `findNearest`, at least one.
 * @returns In [0, 2]; larger is odder.
 */
export function scoreDomain(nearest: readonly Neighbour[], k: number): number {
  const neighbour = nearest[Math.min(k, nearest.length) - 1];
  if (!neighbour) throw new RangeError('no reference photos');
  return 1 - neighbour.similarity;
}

function dot(features: ArrayLike<number>, { rows, length }: ReferenceBank, row: number): number {
  const start = row * length;
  let sum = 0;
  for (let i = 0; i < length; i++) sum += (features[i] ?? 0) * (rows[start + i] ?? 0);
  return sum;
}

/** Keeps `nearest` sorted and at most `count` long; the bank is too small to need a heap. */
function insert(nearest: Neighbour[], candidate: Neighbour, count: number): void {
  const last = nearest[nearest.length - 1];
  if (nearest.length >= count && last && candidate.similarity <= last.similarity) return;
  let at = nearest.length;
  while (at > 0 && (nearest[at - 1]?.similarity ?? 0) < candidate.similarity) at--;
  nearest.splice(at, 0, candidate);
  if (nearest.length > count) nearest.pop();
}
