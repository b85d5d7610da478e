import { createRandom, shuffle } from './random';

/** A photo to be put into a part of the data. */
export interface SplitItem {
  /** Index of its label. */
  label: number;
  /** Items of one group never straddle a split: bursts, near-duplicates, the same scene. */
  group: string;
}

/**
 * Splits photos at random, but the same way for the same seed: each part gets its share of every
 * label, as nearly as whole groups allow.
 *
 * @param items In a fixed order: the order counts, as the seed does.
 * @param shares One per part, positive; they need not sum to 1.
 * @returns The part of each item, 0 … shares.length − 1.
 */
export function splitItems(
  items: readonly SplitItem[],
  shares: readonly number[],
  seed: number,
): number[] {
  const total = shares.reduce((sum, share) => sum + share, 0);
  const wanted = shares.map((share) => share / total);
  const parts = new Array<number>(items.length).fill(0);
  const groups = groupItems(items);
  const labelOf = (members: number[]) => items[members[0] ?? 0]?.label ?? 0;
  const labels = [...new Set(groups.map(labelOf))].sort((a, b) => a - b);
  const random = createRandom(seed);
  for (const label of labels) {
    const own = shuffle(
      groups.filter((members) => labelOf(members) === label),
      random,
    );
    assignGroups(own, wanted, parts);
  }
  return parts;
}

/**
 * Splits photos into folds for cross-validation.
 *
 * @returns The fold of each item, 0 … folds − 1.
 */
export function splitFolds(items: readonly SplitItem[], folds: number, seed: number): number[] {
  return splitItems(items, new Array<number>(folds).fill(1), seed);
}

/** Item indices by group, groups in order of appearance; a group counts for its first item's label. */
function groupItems(items: readonly SplitItem[]): number[][] {
  const groups = new Map<string, number[]>();
  items.forEach(({ group }, index) => {
    const members = groups.get(group);
    if (members) members.push(index);
    else groups.set(group, [index]);
  });
  return [...groups.values()];
}

/** Gives each group to the part that is furthest below its share so far. */
function assignGroups(groups: number[][], wanted: readonly number[], parts: number[]): void {
  const counts = wanted.map(() => 0);
  let assigned = 0;
  for (const members of groups) {
    assigned += members.length;
    const missing = wanted.map((share, part) => share * assigned - (counts[part] ?? 0));
    const part = missing.indexOf(Math.max(...missing));
    counts[part] = (counts[part] ?? 0) + members.length;
    for (const index of members) parts[index] = part;
  }
}
