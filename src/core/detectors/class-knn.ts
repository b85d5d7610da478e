import { findKthLargest, groupByLabel, type ReferenceSet, type Scorer } from './score';

/**
 * Cosine distance to the k-th nearest reference photo of one label, for the label where it is
 * smallest: k photos must agree on what they see (nearest neighbours within classes, as in Papernot
 * & McDaniel 2018, "Deep k-Nearest Neighbors"). In [0, 2].
 */
export function fitClassKnn({ labels }: ReferenceSet, k: number): Scorer {
  const rowsByLabel = groupByLabel(labels);
  return ({ similarities }) =>
    Math.min(
      ...rowsByLabel.map(
        (rows) =>
          1 -
          findKthLargest(
            rows.map((row) => similarities[row] ?? -1),
            k,
          ),
      ),
    );
}
