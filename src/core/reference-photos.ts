import type { ReferenceBank } from './bank';
import { findNearest, scoreDomain } from './domain-score';
import { createRandom } from './random';
import { splitPhotos } from './split';

/**
 * Picks photos for a reference bank: all, or a fair draw of the most there may be.
 *
 * @param labels Label index of each photo.
 * @param most The most photos in the bank.
 * @param seed The same seed picks the same photos.
 * @returns Indices into `labels`, ascending.
 */
export function pickReferences(labels: readonly number[], most: number, seed: number): number[] {
  const all = labels.map((_, i) => i);
  if (all.length <= most) return all;
  // Every photo a group of its own: near-duplicates in a bank do no harm.
  const parts = splitPhotos({ labels, groups: all }, [most, all.length - most], seed);
  return createRandom(seed)
    .shuffle(all.filter((i) => parts[i] === 0))
    .slice(0, most)
    .sort((a, b) => a - b);
}

/**
 * Distance of a photo to a bank, as if it and its near-duplicates were not in it: what a new photo
 * of the same kind would get.
 *
 * @param group The photo's own group.
 * @param bankGroups Group of each row of the bank.
 * @param k The neighbour that counts.
 * @returns In [0, 2]; `null` when nothing but its own group is in the bank.
 */
export function distanceWithoutOwnGroup(
  features: ArrayLike<number>,
  group: number,
  bank: ReferenceBank,
  bankGroups: readonly number[],
  k: number,
): number | null {
  const own = bankGroups.filter((other) => other === group).length;
  const nearest = findNearest(features, bank, k + own).filter(
    ({ row }) => bankGroups[row] !== group,
  );
  return nearest.length === 0 ? null : scoreDomain(nearest, k);
}
