import { createRandom } from './random';
import { splitPhotos } from './split';

/**
 * Picks photos to build a detector from: all, or a fair draw of the most there may be.
 *
 * @param labels Label index of each photo.
 * @param most The most photos to pick.
 * @param seed The same seed picks the same photos.
 * @returns Indices into `labels`, ascending.
 */
export function pickReferences(labels: readonly number[], most: number, seed: number): number[] {
  const all = labels.map((_, i) => i);
  if (all.length <= most) return all;
  // Every photo a group of its own: near-duplicates among references do no harm.
  const parts = splitPhotos({ labels, groups: all }, [most, all.length - most], seed);
  return createRandom(seed)
    .shuffle(all.filter((i) => parts[i] === 0))
    .slice(0, most)
    .sort((a, b) => a - b);
}
