import { createRandom } from './random';

/** What must be known of photos to split them fairly. */
export interface Splittable {
  /** Label index of each photo. */
  labels: readonly number[];
  /**
   * Group of each photo. Photos of one group (near-duplicates, one burst) stay together: with one
   * in training and one in the test, the test would flatter.
   */
  groups: readonly number[];
}

/**
 * Splits photos into parts, by chance but fairly: each label is spread over the parts by their
 * shares, as far as groups allow.
 *
 * @param shares How much each part gets; only their ratios matter.
 * @param seed The same seed gives the same split.
 * @returns The part of each photo.
 */
export function splitPhotos(
  { labels, groups }: Splittable,
  shares: readonly number[],
  seed: number,
): number[] {
  const members = gatherGroups(groups);
  // Large groups first, while there is room; chance orders those of one size.
  const order = createRandom(seed)
    .shuffle([...members.values()])
    .sort((a, b) => b.length - a.length);
  const wanted = shares.map((share) => share / shares.reduce((a, b) => a + b, 0));
  const totals = countLabels(labels);
  const held = shares.map(() => new Map<number, number>());
  const parts = new Array<number>(labels.length).fill(0);
  for (const photos of order) {
    const label = labels[photos[0] ?? 0] ?? 0;
    const total = totals.get(label) ?? 0;
    // The part that lacks most of this label takes the group.
    const lacks = wanted.map((share, part) => share * total - (held[part]?.get(label) ?? 0));
    const part = lacks.indexOf(Math.max(...lacks));
    for (const photo of photos) {
      parts[photo] = part;
      const own = labels[photo] ?? 0;
      held[part]?.set(own, (held[part].get(own) ?? 0) + 1);
    }
  }
  return parts;
}

/** Fold of each photo, for cross-validation. */
export function splitFolds(photos: Splittable, folds: number, seed: number): number[] {
  return splitPhotos(photos, new Array<number>(folds).fill(1), seed);
}

function gatherGroups(groups: readonly number[]): Map<number, number[]> {
  const members = new Map<number, number[]>();
  groups.forEach((group, photo) => {
    const photos = members.get(group);
    if (photos) photos.push(photo);
    else members.set(group, [photo]);
  });
  return members;
}

function countLabels(labels: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}
