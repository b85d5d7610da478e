import type { ProjectLabel } from './project';
import type { SampleChange } from './change';
import type { Sample } from './sample';

/** What an edit makes of a project: its new labels, and the photos that change with them. */
interface LabelEdit {
  labels: ProjectLabel[];
  samples: SampleChange[];
}

/** A label's name as it is kept: no spaces around it or twice inside, at most 80 characters. */
export function cleanLabelName(name: string): string {
  return name.normalize('NFC').replace(/\s+/g, ' ').trim().slice(0, 80).trim();
}

/** The label of this name; capitals, hyphens and underscores make no difference. */
export function findLabel(labels: readonly ProjectLabel[], name: string): ProjectLabel | undefined {
  const wanted = simplify(name);
  return labels.find((label) => simplify(label.name) === wanted);
}

/** Another name for a label. A name that is taken already merges the two. */
export function renameLabel(
  labels: readonly ProjectLabel[],
  samples: Iterable<Sample>,
  labelId: string,
  name: string,
): LabelEdit {
  const clean = cleanLabelName(name);
  const taken = findLabel(labels, clean);
  if (taken && taken.id !== labelId) return mergeLabels(labels, samples, labelId, taken.id);
  return {
    labels: labels.map((label) => (label.id === labelId ? { ...label, name: clean } : label)),
    samples: [],
  };
}

/** All photos of one label go to another, and it goes. */
function mergeLabels(
  labels: readonly ProjectLabel[],
  samples: Iterable<Sample>,
  fromId: string,
  intoId: string,
): LabelEdit {
  return {
    labels: labels.filter(({ id }) => id !== fromId),
    samples: changeThose(samples, fromId, (before) => ({ ...before, labelId: intoId })),
  };
}

/** A label goes. Its photos stay, without a label, or go with it. */
export function deleteLabel(
  labels: readonly ProjectLabel[],
  samples: Iterable<Sample>,
  labelId: string,
  photos: 'keep' | 'delete',
): LabelEdit {
  return {
    labels: labels.filter(({ id }) => id !== labelId),
    samples: changeThose(samples, labelId, (before) =>
      photos === 'delete' ? null : { ...before, labelId: null, confirmedAt: null },
    ),
  };
}

function changeThose(
  samples: Iterable<Sample>,
  labelId: string,
  change: (sample: Sample) => Sample | null,
): SampleChange[] {
  return [...samples]
    .filter((sample) => sample.labelId === labelId)
    .map((before) => ({ before, after: change(before) }));
}

function simplify(name: string): string {
  return cleanLabelName(name)
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');
}
