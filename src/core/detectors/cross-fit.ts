import { splitFolds } from '../split';
import type { ScoreKind } from './kinds';
import { pickCovering } from './k-center';
import type { FeaturePart } from './parts';
import type { PhotoTable } from './photo-table';
import { scoreDefinitions } from './registry';
import type { Scorer } from './score';
import { fitWeightedVim } from './vim';

/** One score of one part of the features; `null`: of the logits. */
export interface ScoreSpec {
  score: ScoreKind;
  part: FeaturePart | null;
  k?: number;
}

/** Logits of a photo, by its index. */
export type LogitsOf = (photo: number) => ArrayLike<number>;

export interface FitSettings {
  /** The most photos in the bank. */
  maxRows: number;
  /** The part that the bank is picked by. */
  coverPart: FeaturePart;
}

/** A fitted score with what it had to be told. */
export interface FittedScore {
  spec: ScoreSpec;
  /** Of the residual (vim). */
  weight?: number;
  scorer: Scorer;
}

/** Picks reference photos that cover those given. */
export function pickBank(
  table: PhotoTable,
  photos: readonly number[],
  { maxRows, coverPart }: FitSettings,
): number[] {
  const picked = pickCovering(
    photos.map((photo) => table.photos[photo]?.label ?? -1),
    maxRows,
    (a, b) => table.distance(coverPart, photos[a] ?? 0, photos[b] ?? 0),
  );
  return picked.map((i) => photos[i] ?? -1);
}

/** Fits scores on reference photos. */
export function fitScores(
  table: PhotoTable,
  rows: readonly number[],
  specs: readonly ScoreSpec[],
  logitsOf: LogitsOf,
): FittedScore[] {
  return specs.map((spec) => {
    const definition = scoreDefinitions[spec.score];
    const references = spec.part
      ? table.takeReferences(spec.part, rows)
      : { labels: [], gram: new Float64Array(), length: 0 };
    if (spec.score === 'vim') {
      return { spec, ...fitWeightedVim(references, rows.map(logitsOf)) };
    }
    const settings = spec.k === undefined ? {} : { k: spec.k };
    return { spec, scorer: definition.fit(references, settings) };
  });
}

/** Scores of photos: [scores][photos]. */
export function scorePhotos(
  table: PhotoTable,
  rows: readonly number[],
  fitted: readonly FittedScore[],
  photos: readonly number[],
  logitsOf: LogitsOf,
): Float64Array[] {
  return fitted.map(({ spec, scorer }) =>
    Float64Array.from(photos, (photo) =>
      scorer(table.takeInput(spec.part, photo, rows, logitsOf(photo))),
    ),
  );
}

/** A fold: what it may learn from, and the photos that it judges. */
export interface Fold {
  seen: number[];
  judged: number[];
}

/**
 * Folds of some photos: what is fitted on `seen`, bank included, has never met `judged` nor their
 * near-duplicates.
 */
export function makeFolds(
  table: PhotoTable,
  photos: readonly number[],
  count: number,
  seed: number,
): Fold[] {
  const folds = splitFolds(
    {
      labels: photos.map((i) => table.photos[i]?.label ?? -1),
      groups: photos.map((i) => table.photos[i]?.group ?? -1),
    },
    count,
    seed,
  );
  return Array.from({ length: count }, (_, fold) => ({
    seen: photos.filter((_photo, i) => folds[i] !== fold),
    judged: photos.filter((_photo, i) => folds[i] === fold),
  })).filter(({ seen, judged }) => seen.length > 0 && judged.length > 0);
}
