import type { SetScore } from '../manifest';

/** Decimals kept of a score, of held-out photos and of new ones alike. */
const DECIMALS = 6;

/**
 * How badly each label fits a photo, larger is worse.
 *
 * - `lac`: 1 minus the label's probability (Sadinle, Lei & Wasserman 2019, "Least Ambiguous
 *   Set-Valued Classifiers with Bounded Error Levels"): the smallest sets on average.
 * - `raps`: the probability of all labels above it, plus λ for each rank beyond k_reg (Angelopoulos,
 *   Bates, Jordan & Malik 2021, "Uncertainty Sets for Image Classifiers using Conformal Prediction",
 *   eq. 4). Of its random number u we take 0 always, so that a photo gets the same answer twice. Any
 *   fixed u keeps the guarantee; with 0 the top label fits best, however sure the model is.
 *
 * @param probabilities One a label, in [0, 1].
 * @returns One a label, rounded to six decimals: a score must compare with the rounded ones of a
 *   manifest as if all had been there together.
 */
export function scoreLabels(probabilities: readonly number[], score: SetScore): number[] {
  if (score.kind === 'lac') return probabilities.map((probability) => roundScore(1 - probability));
  const { penalty, freeRanks } = score;
  return probabilities.map((own) => {
    const above = probabilities.filter((other) => other > own);
    const rank = probabilities.filter((other) => other >= own).length;
    const mass = above.reduce((sum, probability) => sum + probability, 0);
    return roundScore(mass + penalty * Math.max(0, rank - freeRanks));
  });
}

function roundScore(score: number): number {
  // 0 - 0 may be -0, which JSON would turn into 0.
  return Number(score.toFixed(DECIMALS)) + 0;
}
