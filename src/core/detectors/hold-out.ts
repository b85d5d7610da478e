import type { Pause } from './bake-off';
import {
  type FitSettings,
  fitScores,
  makeFolds,
  pickBank,
  scorePhotos,
  type ScoreSpec,
} from './cross-fit';
import type { PhotoTable } from './photo-table';

/** Up to so many photos, more folds cost next to nothing. */
const FEW_PHOTOS = 120;
const FOLDS_OF_FEW = 20;
const FOLDS = 10;

/** Each photo's scores, by what was fitted without it and its near-duplicates: [scores][photos]. */
export async function scoreHeldOut(
  table: PhotoTable,
  specs: readonly ScoreSpec[],
  settings: FitSettings,
  pause: Pause,
  seed: number,
): Promise<Float64Array[]> {
  const all = table.photos.map((_, i) => i);
  const scores = specs.map(() => new Float64Array(all.length).fill(NaN));
  const logitsOf = (photo: number) => table.photos[photo]?.logits ?? [];
  const count = all.length <= FEW_PHOTOS ? FOLDS_OF_FEW : FOLDS;
  for (const { seen, judged } of makeFolds(table, all, count, seed)) {
    const rows = pickBank(table, seen, settings);
    const fitted = fitScores(table, rows, specs, logitsOf);
    scorePhotos(table, rows, fitted, judged, logitsOf).forEach((values, score) =>
      values.forEach((value, i) => (scores[score] ?? values).set([value], judged[i])),
    );
    await pause();
  }
  return scores;
}
