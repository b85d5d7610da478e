import { splitFolds } from '../split';
import type { ScoreKind } from './kinds';
import { pickCovering } from './k-center';
import { fitMahalanobis } from './mahalanobis';
import type { FeaturePart } from './parts';
import type { PhotoTable } from './photo-table';
import { scoreDefinitions } from './registry';
import { fitRelativeMahalanobis } from './relative-mahalanobis';
import type { ReferenceSet, Scorer } from './score';
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

/** Fits scores on reference photos. Scores of one part of the features share what they can. */
export function fitScores(
  table: PhotoTable,
  rows: readonly number[],
  specs: readonly ScoreSpec[],
  logitsOf: LogitsOf,
): FittedScore[] {
  const none: ReferenceSet = { labels: [], gram: new Float64Array(), length: 0 };
  const takeReferences = remember((part: FeaturePart) => table.takeReferences(part, rows));
  const measureToLabel = remember((part: FeaturePart) =>
    rememberLast(fitMahalanobis(takeReferences(part))),
  );
  return specs.map((spec) => {
    const { score, part, k } = spec;
    const references = part ? takeReferences(part) : none;
    if (score === 'vim') {
      return { spec, ...fitWeightedVim(references, rows.map(logitsOf)) };
    }
    if (part && score === 'mahalanobis') return { spec, scorer: measureToLabel(part) };
    if (part && score === 'relative-mahalanobis') {
      const scorer = fitRelativeMahalanobis(references, undefined, measureToLabel(part));
      return { spec, scorer };
    }
    return { spec, scorer: scoreDefinitions[score].fit(references, k === undefined ? {} : { k }) };
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
  const scores = fitted.map(() => new Float64Array(photos.length));
  photos.forEach((photo, at) => {
    const logits = logitsOf(photo);
    const takeInput = remember((part: FeaturePart | null) =>
      table.takeInput(part, photo, rows, logits),
    );
    fitted.forEach(({ spec, scorer }, score) => {
      scores[score]?.fill(scorer(takeInput(spec.part)), at, at + 1);
    });
  });
  return scores;
}

/** Asks once for each key. */
function remember<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
}

/** Does not measure the same photo twice when two scores ask for it one after the other. */
function rememberLast(scorer: Scorer): Scorer {
  let last: { cosines: Float64Array; score: number } | null = null;
  return (photo) => {
    if (last?.cosines !== photo.similarities) {
      last = { cosines: photo.similarities, score: scorer(photo) };
    }
    return last.score;
  };
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
