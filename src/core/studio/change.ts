import type { ProjectLabel } from './project';
import type { Sample } from './sample';

/** A photo before and after a change; `null` before it came, and after it was removed. */
export interface SampleChange {
  before: Sample | null;
  after: Sample | null;
}

/** Something a person did to a project's photos and labels, whole, so that it can be taken back. */
export interface Change {
  id: string;
  projectId: string;
  /** Milliseconds since 1970. */
  at: number;
  /** In words, after "Undo": "relabel 3 photos". */
  title: string;
  samples: SampleChange[];
  /** The labels before and after, where they changed. */
  labels: { before: ProjectLabel[]; after: ProjectLabel[] } | null;
}

/** The same change backwards. */
export function invertChange(change: Change): Change {
  return {
    ...change,
    samples: change.samples.map(({ before, after }) => ({ before: after, after: before })),
    labels: change.labels && { before: change.labels.after, after: change.labels.before },
  };
}

/**
 * A photo after a change, whatever else happened to it meanwhile: only what the change changed is
 * set, so that taking back a label leaves a newer split alone.
 *
 * @param current As it is now; `null` when it is not there.
 */
export function applySampleChange(
  current: Sample | null,
  { before, after }: SampleChange,
): Sample | null {
  if (after === null) return null;
  if (before === null || current === null) return after;
  const changed = Object.entries(after).filter(
    ([key, value]) => before[key as keyof Sample] !== value,
  );
  return { ...current, ...Object.fromEntries(changed) };
}

/** Labels after a change; those that came meanwhile stay. */
export function applyLabelChange(
  current: readonly ProjectLabel[],
  { before, after }: { before: readonly ProjectLabel[]; after: readonly ProjectLabel[] },
): ProjectLabel[] {
  const was = new Map(before.map((label) => [label.id, label]));
  const is = new Map(after.map((label) => [label.id, label]));
  const kept = current
    .filter(({ id }) => is.has(id) || !was.has(id))
    .map((label) => {
      const next = is.get(label.id);
      return next && was.get(label.id)?.name !== next.name ? next : label;
    });
  const here = new Set(kept.map(({ id }) => id));
  const labels = [...kept];
  after.forEach((label, i) => {
    // A label that is back takes its old place.
    if (!here.has(label.id)) labels.splice(Math.min(i, labels.length), 0, label);
  });
  return labels;
}
