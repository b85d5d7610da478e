import { splitPhotos } from '../split';
import type { KeepTogether, SplitSettings } from './project';
import { parts, type Part, type Sample } from './sample';

interface AssignOptions {
  /** Photos with these ids stay where they are; only the others are put somewhere. */
  keep?: ReadonlySet<string>;
}

/**
 * Splits a project's photos, by the seed and the shares: stratified by label, groups whole. What a
 * person said, and what folders say (where they are honoured), stands. The order in which photos
 * came in makes no difference.
 *
 * @returns The part of each photo that has a label, by id. Others are in no part that counts.
 */
export function assignParts(
  samples: readonly Sample[],
  { seed, shares, honourFolders, keepTogether }: SplitSettings,
  { keep }: AssignOptions = {},
): Map<string, Part> {
  const counted = samples
    .filter(({ labelId }) => labelId !== null)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const labels = numberOf(counted.map(({ labelId }) => labelId ?? ''));
  const settled = counted.map((sample) => {
    const part =
      settledPartOf(sample, honourFolders) ?? (keep?.has(sample.id) ? sample.part : null);
    return part === null ? null : parts.indexOf(part);
  });
  const split = splitPhotos(
    { labels, groups: groupSamples(counted, keepTogether), settled },
    parts.map((part) => shares[part]),
    seed,
  );
  return new Map(counted.map(({ id }, i) => [id, parts[split[i] ?? 0] ?? 'train']));
}

/** The part that a person or a folder settled, or `null` where the split decides. */
export function settledPartOf(sample: Sample, honourFolders: boolean): Part | null {
  return sample.handPart ?? (honourFolders ? sample.folderPart : null);
}

/**
 * Groups photos that must stay together, by all reasons at once: a burst whose one shot looks like a
 * photo of another folder ties both together.
 *
 * @returns The group of each photo.
 */
export function groupSamples(samples: readonly Sample[], together: KeepTogether): number[] {
  const parents = samples.map((_, i) => i);
  const rootOf = (i: number): number => {
    let at = i;
    for (let up = parents[at] ?? at; up !== at; up = parents[at] ?? at) {
      parents[at] = parents[up] ?? up;
      at = up;
    }
    return at;
  };
  const first = new Map<string, number>();
  samples.forEach((sample, i) => {
    for (const key of tiesOf(sample, together)) {
      const other = first.get(key);
      if (other === undefined) first.set(key, i);
      else parents[rootOf(i)] = rootOf(other);
    }
  });
  return samples.map((_, i) => rootOf(i));
}

function tiesOf(sample: Sample, { bursts, folders, alike }: KeepTogether): string[] {
  const ties: string[] = [];
  if (bursts && sample.group !== null) ties.push(`burst ${sample.group}`);
  if (folders && sample.folder !== null) ties.push(`folder ${sample.labelId} ${sample.folder}`);
  if (alike && sample.alike !== null) ties.push(`alike ${sample.alike}`);
  return ties;
}

function numberOf(names: readonly string[]): number[] {
  const numbers = new Map<string, number>();
  return names.map((name) => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, numbers.size);
    return numbers.size - 1;
  });
}
