import { type CalibrationParts, fitCalibration } from '../calibrate/fit-calibration';
import { measureCalibration } from '../calibrate/measure-calibration';
import type { Evaluation } from '../manifest';
import { toProbabilities } from '../probabilities';
import { computeLabelPValues } from '../sets/label-p-values';
import { measureSets } from '../sets/measure-sets';
import { splitFolds } from '../split';
import { DEFAULT_COVERAGE } from '../thresholds';
import { describeCalibration } from './describe-calibration';

const FOLDS = 5;

type CalibrationResults = Pick<
  Evaluation,
  'calibrationError' | 'calibrationScores' | 'reliability' | 'coverage' | 'meanSetSize' | 'sets'
>;

/**
 * How a calibration does on photos that did not fit it, where the same few photos must do both: in
 * five folds, each judged by a calibration of the other four (cross-validation: Stone 1974). The
 * calibration that ships is fitted on all, so it is, if anything, a little better.
 *
 * @returns `null` when there are too few photos, or each label is judged by itself.
 */
export function crossCalibrate(parts: CalibrationParts): CalibrationResults | null {
  const { logits, truths, output, seed } = parts;
  const groups = parts.groups ?? truths.map((_, photo) => photo);
  const folds = splitFolds({ labels: truths, groups }, FOLDS, seed);
  const fits = Array.from({ length: FOLDS }, (_, fold) => {
    const seen = truths.flatMap((_truth, photo) => (folds[photo] === fold ? [] : [photo]));
    return fitCalibration({
      ...parts,
      logits: seen.map((photo) => logits[photo] ?? []),
      truths: seen.map((photo) => truths[photo] ?? -1),
      groups: seen.map((photo) => groups[photo] ?? -1),
    }).calibration;
  });
  const trials = truths.flatMap((truth, photo) => {
    const calibration = fits[folds[photo] ?? -1];
    if (!calibration) return [];
    const row = logits[photo] ?? [];
    const probabilities = toProbabilities(row, output, calibration);
    const pValues = computeLabelPValues(probabilities, calibration);
    return pValues ? [{ raw: toProbabilities(row, output), probabilities, pValues, truth }] : [];
  });
  if (trials.length < truths.length) return null;
  const before = measureCalibration(
    trials.map(({ raw }) => raw),
    truths,
    seed,
  );
  const after = measureCalibration(
    trials.map(({ probabilities }) => probabilities),
    truths,
    seed,
  );
  if (!before || !after) return null;
  const sets = measureSets(trials, seed);
  const usual = sets.find(({ coverage }) => coverage === DEFAULT_COVERAGE);
  return {
    ...describeCalibration(before, after),
    coverage: usual?.covered ?? null,
    meanSetSize: usual?.meanSize.value ?? null,
    sets,
  };
}
