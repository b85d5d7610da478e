import { encodeBank } from '../bank';
import { ClassifierError } from '../errors';
import type { BakeOff, DetectorSpec } from '../manifest';
import { createRandom } from '../random';
import {
  averageDetections,
  chooseRow,
  combine,
  hideLabels,
  measureDetection,
  measureFalseAlarms,
  type Pause,
  type RefitHead,
  type Scored,
} from './bake-off';
import { type Candidate, listCandidates, listScores } from './candidates';
import {
  type FitSettings,
  fitScores,
  makeFolds,
  pickBank,
  scorePhotos,
  type ScoreSpec,
} from './cross-fit';
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

/** A detector for a manifest, but for its bank's file. */
export interface BuiltDetector {
  spec: Omit<Extract<DetectorSpec, { kind: 'scores' }>, 'bank'>;
  /** int8 rows. */
  bytes: Int8Array;
  /** Which photos are in the bank, row by row. */
  bankPhotos: number[];
}

/** As the manifest's schema has it: fewer make no rate that is worth setting. */
export const MIN_REFERENCE_PHOTOS = 5;
/** More rows cost memory and time on every photo and hardly change the answer. */
const MAX_BANK_ROWS = 600;
const MAX_BANK_BYTES = 300_000;
/** More held-out scores make a manifest large and the rate no finer than anyone sets it. */
const MAX_HELD_OUT = 1000;
const MAX_K = 5;
/** Cosine distance that is rounding, not a difference. */
const NO_DISTANCE = 1e-5;
const FEW_PHOTOS = 120;
const SEED = 1;

/**
 * Chooses and fits the detector of one model: every score and fusion is tried on this model's own
 * photos (`bake-off.ts`), and the best at the user's false-alarm rate is kept.
 *
 * @throws ClassifierError `photos-too-few`, or `photos-alike` when all features point the same way.
 */
export async function buildDetector(
  photos: readonly DetectorPhoto[],
  { parts, falseAlarmRate, far, usesLogits, refit, pause }: DetectorOptions,
): Promise<BuiltDetector> {
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
  const k = chooseK(table.labels);
  const specs = listScores(parts, k, usesLogits);
  const candidates = listCandidates(specs, parts);
  const length = parts.reduce((most, part) => Math.max(most, part.start + part.length), 0);
  const settings = { maxRows: countRows(length), coverPart: deepest };
  const heldOut = await scoreHeldOut(table, specs, settings, pause);
  const outside = scoreFar(table, specs, settings, far);
  await pause();
  const near = await hideLabels(table, {
    specs,
    settings,
    refit: refit ? refit(table) : null,
    seed: SEED,
    pause,
  });
  const rows = candidates.map((candidate): BakeOff['rows'][number] => ({
    name: candidate.name,
    near: averageDetections(near.map((one) => measureDetection(candidate, one, falseAlarmRate))),
    far:
      far.length > 0
        ? measureDetection(candidate, { inDomain: heldOut, outside }, falseAlarmRate)
        : null,
    falseAlarms: measureFalseAlarms(candidate, heldOut, falseAlarmRate),
  }));
  const hasBakeOff = near.length > 0 || far.length > 0;
  const judgedBy = near.reduce((sum, one) => sum + (one.outside[0]?.length ?? 0), far.length);
  const chosen = hasBakeOff ? chooseRow(rows, judgedBy) : findPlainKnn(candidates, specs, deepest);
  const candidate = candidates[chosen];
  if (!candidate) throw new RangeError('no detector took part');
  return assemble(
    table,
    specs,
    candidate,
    heldOut,
    settings,
    hasBakeOff
      ? {
          falseAlarmRate,
          head: refit ? 'refitted' : 'masked',
          hiddenLabels: near.length,
          photos: photos.length,
          farPhotos: far.length,
          rows: rows.map(roundRow),
          chosen: candidate.name,
        }
      : null,
  );
}

/** Each photo's scores, by what was fitted without it and its near-duplicates: [scores][photos]. */
async function scoreHeldOut(
  table: PhotoTable,
  specs: readonly ScoreSpec[],
  settings: FitSettings,
  pause: Pause,
): Promise<Float64Array[]> {
  const all = table.photos.map((_, i) => i);
  const scores = specs.map(() => new Float64Array(all.length).fill(NaN));
  const logitsOf = (photo: number) => table.photos[photo]?.logits ?? [];
  const count = all.length <= FEW_PHOTOS ? 20 : 10;
  for (const { seen, judged } of makeFolds(table, all, count, SEED)) {
    const rows = pickBank(table, seen, settings);
    const fitted = fitScores(table, rows, specs, logitsOf);
    scorePhotos(table, rows, fitted, judged, logitsOf).forEach((values, score) =>
      values.forEach((value, i) => (scores[score] ?? values).set([value], judged[i])),
    );
    await pause();
  }
  return scores;
}

function scoreFar(
  table: PhotoTable,
  specs: readonly ScoreSpec[],
  settings: FitSettings,
  far: readonly FarPhoto[],
): Float64Array[] {
  const rows = pickBank(
    table,
    table.photos.map((_, i) => i),
    settings,
  );
  const logitsOf = (photo: number) => table.photos[photo]?.logits ?? [];
  const features = rows.map((row) => table.photos[row]?.features ?? []);
  return fitScores(table, rows, specs, logitsOf).map(({ spec: { part }, scorer }) => {
    const references = part && takeDirections(features, part);
    const directions =
      part &&
      takeDirections(
        far.map((one) => one.features),
        part,
      );
    return Float64Array.from(far, ({ logits }, i) =>
      scorer({
        logits: spreadLogits(logits),
        similarities:
          references && directions
            ? measureCosines(
                directions.rows.subarray(i * directions.length, (i + 1) * directions.length),
                references,
              )
            : new Float64Array(),
      }),
    );
  });
}

function assemble(
  table: PhotoTable,
  specs: readonly ScoreSpec[],
  { scores, fusion }: Candidate,
  heldOut: readonly Float64Array[],
  settings: FitSettings,
  bakeOff: BakeOff | null,
): BuiltDetector {
  const used = scores.flatMap((i) => specs[i] ?? []);
  const usedParts = used.flatMap(({ part }) => (part ? [part] : []));
  // The bank is shown beside a verdict even where the logits decide.
  const held = usedParts.length > 0 ? usedParts : [settings.coverPart];
  const start = Math.min(...held.map((part) => part.start));
  const end = Math.max(...held.map((part) => part.start + part.length));
  const bankPhotos = pickBank(
    table,
    table.photos.map((_, i) => i),
    {
      ...settings,
      maxRows: settings.maxRows,
    },
  );
  const features = bankPhotos.map((photo) =>
    Array.from({ length: end - start }, (_, i) => table.photos[photo]?.features[start + i] ?? NaN),
  );
  const logitsOf = (photo: number) => table.photos[photo]?.logits ?? [];
  const weights = fitScores(table, bankPhotos, used, logitsOf).map(({ weight }) => weight);
  const kept = drawHeldOut(table.photos.length);
  const keptScores = scores.map((i) => {
    const values = heldOut[i] ?? new Float64Array();
    return Float64Array.from(kept, (photo) => round(values[photo] ?? NaN));
  });
  const fused = combine({ name: '', scores: scores.map((_, i) => i), fusion }, {
    inDomain: keptScores,
    outside: [],
  } satisfies Scored).inDomain;
  return {
    bankPhotos,
    bytes: encodeBank(features),
    spec: {
      kind: 'scores',
      components: used.map(({ score, part, k }, i) => {
        const weight = weights[i];
        return {
          score,
          features: part && { start: part.start - start, length: part.length },
          ...(k === undefined ? {} : { k }),
          ...(weight === undefined ? {} : { weight: round(weight) }),
          heldOut: sortAscending(keptScores[i] ?? []),
        };
      }),
      fusion,
      bakeOff,
      features: { start, length: end - start },
      bankLabels: bankPhotos.map((photo) => table.photos[photo]?.label ?? -1),
      heldOutDistances: sortAscending(fused).map(round),
    },
  };
}

/** All held-out photos, or a fair draw of the most there may be. */
function drawHeldOut(count: number): number[] {
  const all = Array.from({ length: count }, (_, i) => i);
  return count <= MAX_HELD_OUT ? all : createRandom(SEED).shuffle(all).slice(0, MAX_HELD_OUT);
}

function countRows(length: number): number {
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

function sortAscending(values: ArrayLike<number>): number[] {
  return Array.from(values).sort((a, b) => a - b);
}

function round(value: number): number {
  return Number(value.toPrecision(6));
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
