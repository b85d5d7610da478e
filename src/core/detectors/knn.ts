import { findKthLargest, type Scorer } from './score';

/**
 * Cosine distance to the k-th nearest reference photo (Sun, Ming, Zhu & Li 2022,
 * "Out-of-Distribution Detection with Deep Nearest Neighbors"), in [0, 2].
 */
export function fitKnn(k: number): Scorer {
  return ({ similarities }) => 1 - findKthLargest(similarities, k);
}
