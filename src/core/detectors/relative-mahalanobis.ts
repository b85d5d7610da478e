import { fitMahalanobis } from './mahalanobis';
import type { ReferenceSet, Scorer } from './score';

/**
 * Mahalanobis distance to the nearest label's mean less that to the mean of all (Ren et al. 2021, "A
 * Simple Fix to Mahalanobis Distance for Improving Near-OOD Detection"): what is odd about every
 * photo alike drops out.
 *
 * @param shrinkage In (0, 1).
 * @param toLabel The distance to the nearest label's mean, where it is fitted already.
 */
export function fitRelativeMahalanobis(
  references: ReferenceSet,
  shrinkage?: number,
  toLabel: Scorer = fitMahalanobis(references, shrinkage),
): Scorer {
  const all = { ...references, labels: references.labels.map(() => 0) };
  const toAll = fitMahalanobis(all, shrinkage);
  return (photo) => toLabel(photo) - toAll(photo);
}
