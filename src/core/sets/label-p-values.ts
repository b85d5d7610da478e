import { conformalPValue } from '../conformal';
import type { Calibration } from '../manifest';
import { scoreLabels } from './set-score';

/** The least and the most that a user may ask of prediction sets. */
export const MIN_COVERAGE = 0.8;
export const MAX_COVERAGE = 0.99;

/** A coverage that makes sense; what is not a number gets the most cautious one. */
export function clampCoverage(coverage: number): number {
  if (!Number.isFinite(coverage)) return MAX_COVERAGE;
  return Math.min(MAX_COVERAGE, Math.max(MIN_COVERAGE, coverage));
}

/** 1 - 0.9 is a little less than a tenth; a p-value of exactly a tenth is out of the set. */
const ROUNDING = 1e-9;

/**
 * Whether a label is in the prediction set. The set of all labels for which this holds misses the
 * truth in at most 1 − coverage of photos (split conformal: Vovk, Gammerman & Shafer 2005).
 *
 * @param pValue Of the label, in (0, 1].
 * @param coverage In (0, 1).
 */
export function isInSet(pValue: number, coverage: number): boolean {
  return pValue > 1 - coverage + ROUNDING;
}

/**
 * The conformal p-value of each label: the share of held-out photos whose true label fitted at least
 * as badly, the photo itself counted. For the true label of an in-domain photo the chance of a
 * p-value of α or less is at most α, whatever the model; with `groups` for each group by itself
 * (Mondrian conformal prediction).
 *
 * @param probabilities Calibrated, one a label, in [0, 1].
 * @returns In (0, 1], one a label; `null` when the model has nothing to compare with.
 * @throws RangeError when a probability is not a number.
 */
export function computeLabelPValues(
  probabilities: readonly number[],
  calibration: Pick<Calibration, 'sets' | 'setThreshold' | 'coverage'> | null,
): number[] | null {
  if (!probabilities.every(Number.isFinite)) throw new RangeError('a probability is not a number');
  if (!calibration) return null;
  const { sets, setThreshold, coverage } = calibration;
  if (sets) {
    return scoreLabels(probabilities, sets.score).map((score, label) =>
      conformalPValue(score, sets.heldOutScores[sets.groups?.[label] ?? 0] ?? []),
    );
  }
  if (setThreshold === undefined) return null;
  // All that an earlier manifest knows is one threshold at one coverage: what it keeps in is in at
  // any lower coverage too, and above that every label has to be let in.
  return probabilities.map((probability) => (probability >= setThreshold ? 1 : 1 - coverage));
}
