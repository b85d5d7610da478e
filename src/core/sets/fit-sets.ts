import type { SetScore, SetSpec } from '../manifest';
import { scoreLabels } from './set-score';
import { thinScores } from './thin-scores';

/**
 * So many held-out photos of a label let it be left out of sets at 99 % coverage; with fewer of
 * every label, one list for all of them says more.
 */
export const MIN_PHOTOS_PER_LABEL = 99;
/** A manifest carries no more scores than this in one list: steps of 0.2 % are fine enough. */
const MAX_SCORES = 499;
/** And in the list of one label of many: steps of 0.5 %. */
const MAX_SCORES_PER_LABEL = 199;

/** From so many labels on, the set score holds sets of hard photos together. */
const MANY_LABELS = 20;
/** λ and k_reg as the paper's authors found them good for small sets on ImageNet. */
const raps: SetScore = { kind: 'raps', penalty: 0.1, freeRanks: 2 };

/**
 * Which set score a model uses. It depends on the number of labels alone: chosen on the very photos
 * that the held-out scores come from, the guarantee would no longer hold.
 */
export function chooseSetScore(labelCount: number): SetScore {
  return labelCount < MANY_LABELS ? { kind: 'lac' } : raps;
}

/**
 * Makes prediction sets from held-out photos.
 *
 * @param probabilities Calibrated, a row for each held-out photo, one number a label.
 * @param truths Label index of each photo.
 * @returns With a list of scores for each label when every label has at least 99 photos, else with
 *   one list; `null` when there are no photos.
 * @throws RangeError when a probability is not a number or a truth is not a label.
 */
export function fitSets(
  probabilities: readonly (readonly number[])[],
  truths: readonly number[],
  score: SetScore,
): SetSpec | null {
  const labelCount = probabilities[0]?.length ?? 0;
  if (labelCount === 0) return null;
  const byLabel = Array.from({ length: labelCount }, (): number[] => []);
  probabilities.forEach((row, photo) => {
    const truth = truths[photo] ?? -1;
    const own = scoreLabels(row, score)[truth];
    if (own === undefined || !Number.isFinite(own)) {
      throw new RangeError(`photo ${photo} has no probability for label ${truth}`);
    }
    byLabel[truth]?.push(own);
  });
  if (byLabel.every(({ length }) => length >= MIN_PHOTOS_PER_LABEL)) {
    const heldOutScores = byLabel.map((scores) => thin(scores, MAX_SCORES_PER_LABEL));
    return { score, groups: byLabel.map((_, label) => label), heldOutScores };
  }
  return { score, groups: null, heldOutScores: [thin(byLabel.flat(), MAX_SCORES)] };
}

function thin(scores: number[], most: number): number[] {
  return thinScores(
    scores.sort((a, b) => a - b),
    most,
  );
}
