import { findKthLargest, groupByLabel, type ReferenceSet, type Scorer } from './score';

/** Copies lie at no distance from each other; the ratio must stay a number all the same. */
const SMALLEST_SCALE = 1e-6;

/**
 * A one-class score for each label, and the best of them: cosine distance to the label's k-th
 * nearest reference photo, in units of the median distance that the label's own photos have to
 * theirs (nearest-neighbour data description, Tax & Duin 2001). Labels differ in how much their
 * photos vary: one distance for all is too strict for some and too lax for others. In [0, ∞).
 */
export function fitClassScaledKnn({ labels, gram }: ReferenceSet, k: number): Scorer {
  const n = labels.length;
  const groups = groupByLabel(labels);
  const scales = groups.map((rows) => {
    const own = rows.map((row) => {
      const others = rows.flatMap((other) => (other === row ? [] : [gram[row * n + other] ?? 0]));
      return others.length === 0 ? NaN : 1 - findKthLargest(others, Math.min(k, others.length));
    });
    return findMedian(own.filter(Number.isFinite));
  });
  // A label with a single photo has no distance of its own: it borrows what is usual.
  const usual = findMedian(scales.filter(Number.isFinite)) || 1;
  return ({ similarities }) =>
    Math.min(
      ...groups.map((rows, group) => {
        const own = rows.map((row) => similarities[row] ?? -1);
        const scale = scales[group] ?? NaN;
        const distance = Math.max(0, 1 - findKthLargest(own, k));
        return distance / Math.max(Number.isFinite(scale) ? scale : usual, SMALLEST_SCALE);
      }),
    );
}

/** @returns NaN for none. */
function findMedian(values: readonly number[]): number {
  const ascending = [...values].sort((a, b) => a - b);
  return ascending[Math.floor(ascending.length / 2)] ?? NaN;
}
