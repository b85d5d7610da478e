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
