import { basename, resolve } from 'node:path';
import type { EvaluationReport, OutsideReport } from '../core/evaluate/evaluation-report';
import { canWarn } from '../core/thresholds';
import type { OpenedInNode } from './node-engine';

/** With fewer photos of a label its figures say next to nothing. */
const FEW = 10;

/** What was measured on, and what must be known to read the figures rightly. Plain sentences. */
export function describeData(
  {
    folder,
    labels,
    missingLabels,
    unreadable,
    copies,
    alike,
    likeReferences,
  }: EvaluationReport['data'],
  outside: readonly OutsideReport[],
  loose: number,
  { manifest, foreign }: OpenedInNode,
): { data: string; notes: string[] } {
  const photos = labels.reduce((sum, one) => sum + one.photos, 0);
  const few = labels.filter((one) => one.photos < FEW).map((one) => one.label);
  const notes = [
    'Whether the model learnt from any of these photos cannot be known: it carries no pictures, only numbers of them. If it did, it will do worse on new ones.',
    'The figures hold for photos taken as these were. The intervals say how far chance may carry them, not how far another camera, season or place would.',
    ...say(
      likeReferences,
      (count) =>
        `${photosOf(count)} nearly the same to the model as one of its reference photos, so the model has probably seen ${count === 1 ? 'it' : 'them'} before.`,
    ),
    ...say(
      copies,
      (count) =>
        `${photosOf(count)} the same file as another one and count${count === 1 ? 's' : ''} twice.`,
    ),
    ...say(
      alike === null ? 0 : alike - copies,
      (count) =>
        `${photosOf(count)} nearly the same as another one. The intervals take each for a photo of its own, so they are a little too narrow.`,
    ),
    ...(alike === null && photos > 0
      ? [
          'Near-duplicates were not looked for: too many photos, or the model has no features to compare.',
        ]
      : []),
    ...say(
      unreadable.length,
      (count) =>
        `${count === 1 ? 'One file' : `${count} files`} could not be judged and ${count === 1 ? 'is' : 'are'} in no figure.`,
    ),
    ...say(
      loose,
      (count) =>
        `${count === 1 ? 'One file lies' : `${count} files lie`} in no label’s folder and ${count === 1 ? 'was' : 'were'} left out.`,
    ),
    ...(missingLabels.length > 0
      ? [
          `There were no photos of ${listSome(missingLabels)}. Nothing is known about ${missingLabels.length === 1 ? 'it' : 'them'}.`,
        ]
      : []),
    ...(few.length > 0
      ? [`There were fewer than ${FEW} photos of ${listSome(few)}: read those figures as a hint.`]
      : []),
    ...(canWarn(manifest)
      ? []
      : [
          'This model cannot warn: it has no reference photos. So nothing was measured about telling strange photos apart.',
        ]),
    ...outside
      .filter((one) => one.shared > 0)
      .map(
        (one) =>
          `${photosOf(one.shared)} both in a label’s folder and in ${basename(resolve(one.folder))}. One of the two must be wrong.`,
      ),
    ...(foreign
      ? [
          'The model was opened as its maker exported it; how photos are prepared for it may have been guessed (see: bearings inspect).',
        ]
      : []),
  ];
  const name = basename(resolve(folder));
  return {
    data: `${photos} photos in the folder “${name}”, sorted by label by whoever made it.`,
    notes,
  };
}

function say(count: number | null, sentence: (count: number) => string): string[] {
  return count === null || count <= 0 ? [] : [sentence(count)];
}

function photosOf(count: number): string {
  return count === 1 ? 'One photo is' : `${count} photos are`;
}

function listSome(names: readonly string[]): string {
  const shown = names.slice(0, 8).join(', ');
  return names.length > 8 ? `${shown} and ${names.length - 8} more` : shown;
}
