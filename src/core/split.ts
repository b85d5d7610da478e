import { createRandom } from './random';

/** What must be known of photos to split them fairly. */
interface Splittable {
  /** Label index of each photo. */
  labels: readonly number[];
  /**
   * Group of each photo. Photos of one group (near-duplicates, one burst) stay together: with one
   * in training and one in the test, the test would flatter.
   */
  groups: readonly number[];
  /**
   * The part of photos whose part is settled, `null` or absent for the others. A group with a
   * settled photo goes there whole; its other settled photos stay where they are.
   */
  settled?: readonly (number | null)[];
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
  { labels, groups, settled }: Splittable,
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
  const settledPartOf = (photos: readonly number[]) =>
    photos.map((photo) => settled?.[photo] ?? null).find((part) => part !== null) ?? null;
  // What is settled counts before chance has its say.
  for (const photos of settled ? partition(order, (one) => settledPartOf(one) !== null) : order) {
    const label = labels[photos[0] ?? 0] ?? 0;
    const total = totals.get(label) ?? 0;
    // The part that lacks most of this label takes the group.
    const lacks = wanted.map((share, part) => share * total - (held[part]?.get(label) ?? 0));
    const part = settledPartOf(photos) ?? lacks.indexOf(Math.max(...lacks));
    for (const photo of photos) {
      const ownPart = settled?.[photo] ?? part;
      parts[photo] = ownPart;
      const own = labels[photo] ?? 0;
      held[ownPart]?.set(own, (held[ownPart].get(own) ?? 0) + 1);
    }
  }
  return parts;
}

/** Those for which it holds first, both kinds in their order. */
function partition<T>(items: readonly T[], isFirst: (item: T) => boolean): T[] {
  return [...items.filter(isFirst), ...items.filter((item) => !isFirst(item))];
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
