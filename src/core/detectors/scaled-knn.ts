import { mean } from './linear-algebra';
import { findKthLargest, type ReferenceSet, type Scorer } from './score';

/** Copies lie at no distance from each other; the ratio must stay a number all the same. */
const SMALLEST_SCALE = 1e-6;

/**
 * Cosine distance to the k-th nearest reference photo, in units of how far apart photos lie there:
 * the mean distance of the k nearest to their own k-th nearest (a local outlier factor, Breunig,
 * Kriegel, Ng & Sander 2000, with plain distances). A photo at the edge of a dense kind is odder
 * than one as far from a loose kind. In [0, ∞).
 */
export function fitScaledKnn({ labels, gram }: ReferenceSet, k: number): Scorer {
  const n = labels.length;
  const reach = Float64Array.from({ length: n }, (_, row) => {
    const others = gram.slice(row * n, (row + 1) * n);
    others[row] = -1;
    return 1 - findKthLargest(others, Math.min(k, Math.max(1, n - 1)));
  });
  return ({ similarities }) => {
    const furthest = findKthLargest(similarities, k);
    // All that are as near count, ties too: the order of the bank decides nothing.
    const nearest = reach.filter((_, row) => (similarities[row] ?? -1) >= furthest);
    return Math.max(0, 1 - furthest) / Math.max(mean(nearest), SMALLEST_SCALE);
  };
}
