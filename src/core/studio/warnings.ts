import { isLabelled, parts, type Part, type Sample } from './sample';
import type { ProjectLabel } from './project';

/** What stands in the way of a good model, with the numbers. */
export type DataWarning =
  | { kind: 'too-few-labels'; count: number }
  | { kind: 'unlabelled'; count: number }
  | { kind: 'too-few-photos'; labelId: string; count: number; wanted: number }
  | { kind: 'imbalance'; most: LabelCount; least: LabelCount }
  | { kind: 'empty-part'; part: Part }
  | { kind: 'thin-part'; part: Part; labelIds: string[] }
  /** The same photo came in under two labels: one of them is wrong. */
  | { kind: 'conflicting-copies'; ids: string[] }
  /** The same photo also came in a folder of another part; it is kept once. */
  | { kind: 'copies-across-parts'; ids: string[] }
  /** Photos that belong together lie in different parts, so the test would flatter. */
  | { kind: 'leak'; groups: string[][] };

interface LabelCount {
  labelId: string;
  count: number;
}

/** Photos a label below which nothing good is to be hoped for; ten is the least that we advise. */
const ADVISED_PHOTOS = 10;
/** So many times more photos of one label than of another, and the model leans to it. */
const IMBALANCE_RATIO = 3;

/**
 * Holds a project's photos against what a model needs. The gravest first: leaks and conflicts.
 */
export function findWarnings(
  samples: readonly Sample[],
  labels: readonly ProjectLabel[],
): DataWarning[] {
  if (samples.length === 0) return [];
  const labelled = samples.filter(isLabelled);
  const counts = countByLabel(labelled, labels);
  return [
    ...findLeakWarning(samples),
    ...findConflictWarning(samples),
    ...findCopyWarning(samples),
    ...findCountWarnings(counts),
    ...findPartWarnings(labelled, labels),
    ...countUnlabelled(samples.length - labelled.length),
  ];
}

/** Photos a label, in the labels' order. */
export function countByLabel(
  samples: readonly Sample[],
  labels: readonly ProjectLabel[],
): LabelCount[] {
  const counts = new Map(labels.map(({ id }) => [id, 0]));
  for (const { labelId } of samples) {
    if (labelId !== null) counts.set(labelId, (counts.get(labelId) ?? 0) + 1);
  }
  return labels.map(({ id }) => ({ labelId: id, count: counts.get(id) ?? 0 }));
}

/**
 * Groups of photos that straddle the split: the same burst, or photos that look nearly the same.
 *
 * @returns Ids, a list for each group that straddles.
 */
export function findLeaks(samples: readonly Sample[]): string[][] {
  const groups = new Map<string, Sample[]>();
  for (const sample of samples) {
    if (sample.labelId === null) continue;
    for (const key of [sample.group && `burst ${sample.group}`, sample.alike]) {
      if (!key) continue;
      const group = groups.get(key);
      if (group) group.push(sample);
      else groups.set(key, [sample]);
    }
  }
  const straddling = [...groups.values()].filter(
    (group) => new Set(group.map((s) => s.part)).size > 1,
  );
  return straddling.map((group) => group.map(({ id }) => id));
}

/** Photos that came in under several labels and that nobody has confirmed since. */
function findConflicts(samples: readonly Sample[]): string[] {
  return samples
    .filter(({ labelId, copies, confirmedAt }) => {
      const others = copies.filter((copy) => copy.labelId !== null && copy.labelId !== labelId);
      return others.length > 0 && confirmedAt === null;
    })
    .map(({ id }) => id);
}

function findLeakWarning(samples: readonly Sample[]): DataWarning[] {
  const groups = findLeaks(samples);
  return groups.length > 0 ? [{ kind: 'leak', groups }] : [];
}

function findConflictWarning(samples: readonly Sample[]): DataWarning[] {
  const ids = findConflicts(samples);
  return ids.length > 0 ? [{ kind: 'conflicting-copies', ids }] : [];
}

function findCopyWarning(samples: readonly Sample[]): DataWarning[] {
  const ids = samples
    .filter(({ folderPart, copies }) =>
      copies.some(({ part }) => part !== null && part !== folderPart),
    )
    .map(({ id }) => id);
  return ids.length > 0 ? [{ kind: 'copies-across-parts', ids }] : [];
}

function findCountWarnings(counts: readonly LabelCount[]): DataWarning[] {
  const used = counts.filter(({ count }) => count > 0);
  if (used.length < 2) return [{ kind: 'too-few-labels', count: used.length }];
  const warnings: DataWarning[] = counts
    .filter(({ count }) => count < ADVISED_PHOTOS)
    .map((one) => ({ kind: 'too-few-photos', ...one, wanted: ADVISED_PHOTOS }));
  const sorted = [...used].sort((a, b) => b.count - a.count);
  const [most] = sorted;
  const least = sorted.at(-1);
  if (most && least && most.count >= IMBALANCE_RATIO * least.count) {
    warnings.push({ kind: 'imbalance', most, least });
  }
  return warnings;
}

function findPartWarnings(
  samples: readonly Sample[],
  labels: readonly ProjectLabel[],
): DataWarning[] {
  const used = countByLabel(samples, labels).filter(({ count }) => count > 0);
  if (used.length === 0) return [];
  return parts.flatMap((part): DataWarning[] => {
    const inPart = samples.filter((sample) => sample.part === part);
    if (inPart.length === 0) return [{ kind: 'empty-part', part }];
    const missing = new Set(used.map(({ labelId }) => labelId));
    for (const { labelId } of inPart) if (labelId !== null) missing.delete(labelId);
    return missing.size > 0 ? [{ kind: 'thin-part', part, labelIds: [...missing] }] : [];
  });
}

function countUnlabelled(count: number): DataWarning[] {
  return count > 0 ? [{ kind: 'unlabelled', count }] : [];
}
