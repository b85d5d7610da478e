import { ClassifierError } from '../errors';
import type { BakeOff } from '../manifest';
import { assembleDetector, type BuiltDetector, type TriedDetectors } from './assemble-detector';
import {
  averageDetections,
  chooseRow,
  hideLabels,
  measureDetection,
  measureFalseAlarms,
  type Pause,
  type RefitHead,
} from './bake-off';
import { type Candidate, listCandidates, listScores } from './candidates';
import {
  type FitSettings,
  fitScores,
  type FittedScore,
  pickBank,
  type ScoreSpec,
} from './cross-fit';
import { scoreHeldOut } from './hold-out';
import { type FeaturePart, measureCosines, takeDirections } from './parts';
import { type DetectorPhoto, PhotoTable } from './photo-table';
import { spreadLogits } from './spread-logits';

/** A photo of something else: corrupted or synthetic. */
export type FarPhoto = Pick<DetectorPhoto, 'features' | 'logits'>;

export interface DetectorOptions {
  /** Parts of the feature vector that are compared each by itself, the shallowest first. */
  parts: readonly FeaturePart[];
  /** At which detectors are compared. */
  falseAlarmRate: number;
  far: readonly FarPhoto[];
  /**
   * Whether the photos' logits are those of a network that never saw them. If not, it is surer of
   * them than of any new photo, and scores that go by the logits would raise false alarms.
   */
  usesLogits: boolean;
  /** `null`: the network can't be trained anew. */
  refit: ((table: PhotoTable) => RefitHead) | null;
  pause: Pause;
}

/** As the manifest's schema has it: fewer make no rate that is worth setting. */
const MIN_REFERENCE_PHOTOS = 5;
/** More rows cost memory and time on every photo and hardly change the answer. */
const MAX_BANK_ROWS = 600;
const MAX_BANK_BYTES = 300_000;
const MAX_K = 5;
/** Cosine distance that is rounding, not a difference. */
const NO_DISTANCE = 1e-5;
const SEED = 1;

/**
 * Chooses and fits the detector of one model: every score and fusion is tried on this model's own
 * photos, and the best at the user's false-alarm rate is kept.
 *
 * @throws ClassifierError `photos-too-few`, or `photos-alike` when all features point the same way.
 */
export async function buildDetector(
  photos: readonly DetectorPhoto[],
  options: DetectorOptions,
): Promise<BuiltDetector> {
  return assembleDetector(await bakeOffDetectors(photos, options));
}

/**
 * Holds all detectors against each other: near, by hiding each label in turn (`bake-off.ts`); far, by
 * corrupted and synthetic photos.
 *
 * @throws ClassifierError as `buildDetector`.
 */
export async function bakeOffDetectors(
  photos: readonly DetectorPhoto[],
  { parts, falseAlarmRate, far, usesLogits, refit, pause }: DetectorOptions,
): Promise<TriedDetectors> {
  const groups = new Set(photos.map(({ group }) => group)).size;
  if (photos.length < MIN_REFERENCE_PHOTOS || groups < MIN_REFERENCE_PHOTOS) {
    throw new ClassifierError('photos-too-few', `${groups} different photos`);
  }
  const table = new PhotoTable(
    photos.map((photo) => ({ ...photo, logits: spreadLogits(photo.logits) })),
  );
  const deepest = parts.at(-1);
  if (!deepest) throw new RangeError('no part of the features to compare');
  refuseAlike(table, deepest);
  const specs = listScores(parts, chooseK(table.labels), usesLogits);
  const candidates = listCandidates(specs, parts);
  const settings = { maxRows: countRows(parts), coverPart: deepest };
  const heldOut = await scoreHeldOut(table, specs, settings, pause, SEED);
  const outside = scoreOthers(table, fitOnAll(table, specs, settings), far);
  await pause();
  const head = refit ? refit(table) : null;
  const near = await hideLabels(table, { specs, settings, refit: head, seed: SEED, pause });
  const rows = candidates.map((candidate): BakeOff['rows'][number] => ({
    name: candidate.name,
    near: averageDetections(near.map((one) => measureDetection(candidate, one, falseAlarmRate))),
    far:
      far.length > 0
        ? measureDetection(candidate, { inDomain: heldOut, outside }, falseAlarmRate)
        : null,
    falseAlarms: measureFalseAlarms(candidate, heldOut, falseAlarmRate),
  }));
  const tried = { table, specs, candidates, heldOut, settings };
  if (near.length === 0 && far.length === 0) {
    return { ...tried, chosen: findPlainKnn(candidates, specs, deepest), report: null };
  }
  const hidden = near.reduce((sum, one) => sum + (one.outside[0]?.length ?? 0), 0);
  // Near and far count the same, so their mean is about as uncertain as the share of fewer photos.
  const judgedBy = Math.min(...[hidden, far.length].filter((count) => count > 0));
  const chosen = chooseRow(rows, judgedBy);
  return {
    ...tried,
    chosen,
    report: {
      falseAlarmRate,
      head: refit ? 'refitted' : 'masked',
      hiddenLabels: near.length,
      photos: photos.length,
      farPhotos: far.length,
      rows: rows.map(roundRow),
      chosen: candidates[chosen]?.name ?? '',
    },
  };
}

/** Scores fitted on a bank that covers all photos of a table. */
export function fitOnAll(
  table: PhotoTable,
  specs: readonly ScoreSpec[],
  settings: FitSettings,
): { rows: number[]; fitted: FittedScore[] } {
  const all = table.photos.map((_, i) => i);
  const rows = pickBank(table, all, settings);
  return { rows, fitted: fitScores(table, rows, specs, (i) => table.photos[i]?.logits ?? []) };
}

/** Scores of photos that are not in the table: [scores][photos]. */
export function scoreOthers(
  table: PhotoTable,
  { rows, fitted }: { rows: readonly number[]; fitted: readonly FittedScore[] },
  others: readonly FarPhoto[],
): Float64Array[] {
  const bank = rows.map((row) => table.photos[row]?.features ?? []);
  const cosinesOf = (part: FeaturePart): Float64Array[] => {
    const references = takeDirections(bank, part);
    return others.map(({ features }) => {
      const own = takeDirections([features], part);
      return measureCosines(own.rows, references);
    });
  };
  const known = new Map<FeaturePart, Float64Array[]>();
  return fitted.map(({ spec: { part }, scorer }) => {
    const cosines = part && (known.get(part) ?? cosinesOf(part));
    if (part && cosines) known.set(part, cosines);
    return Float64Array.from(others, ({ logits }, i) =>
      scorer({ logits: spreadLogits(logits), similarities: cosines?.[i] ?? new Float64Array() }),
    );
  });
}

/** The most rows of a bank that holds these parts. */
export function countRows(parts: readonly FeaturePart[]): number {
  const length = parts.reduce((most, part) => Math.max(most, part.start + part.length), 1);
  return Math.max(1, Math.min(MAX_BANK_ROWS, Math.floor(MAX_BANK_BYTES / length)));
}

/**
 * Which neighbour counts: the fifth, as measured for banks of 20 and more a label; of fewer photos,
 * half of what a label usually has, so that the neighbour can still be of the photo's own kind when
 * the photo itself is left out.
 */
function chooseK(labels: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const ascending = [...counts.values()].sort((a, b) => a - b);
  const usual = ascending[Math.floor(ascending.length / 2)] ?? 1;
  return Math.min(MAX_K, Math.max(1, Math.floor(usual / 2)));
}

function refuseAlike(table: PhotoTable, part: FeaturePart): void {
  const isAlike = table.photos.every((_, i) => !(table.distance(part, 0, i) > NO_DISTANCE));
  if (isAlike) throw new ClassifierError('photos-alike');
}

function findPlainKnn(
  candidates: readonly Candidate[],
  specs: readonly ScoreSpec[],
  part: FeaturePart,
): number {
  const knn = specs.findIndex((spec) => spec.score === 'knn' && spec.part === part);
  return candidates.findIndex(({ fusion, scores }) => fusion === 'single' && scores[0] === knn);
}

function roundRow({ name, near, far, falseAlarms }: BakeOff['rows'][number]) {
  const short = (value: number) => Number(value.toFixed(4));
  const shorten = (one: typeof near) =>
    one && { auroc: short(one.auroc), fpr95: short(one.fpr95), warned: short(one.warned) };
  return {
    name,
    near: shorten(near),
    far: shorten(far),
    falseAlarms: falseAlarms === null ? null : short(falseAlarms),
  };
}
