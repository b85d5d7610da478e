import type { BuiltDetector } from '../detectors/assemble-detector';
import { findLikeliest } from '../find-likeliest';
import type { Evaluation, Manifest } from '../manifest';
import { wilsonInterval } from '../metrics';
import { toProbabilities } from '../probabilities';
import { crossCalibrate } from './cross-calibrate';
import { describeAnswers } from './describe-answers';

/** A reference photo whose label somebody gave. */
export interface LabelledAnswer {
  /** One a unit, before softmax or sigmoid. */
  logits: ArrayLike<number>;
  label: number;
  /** Photos of one group (near-duplicates) stay together. */
  group: number;
}

/** Of the folds. */
const SEED = 5;

/**
 * What a model is worth on the very photos that made it honest: each figure on photos that did not
 * help to fit what it is about.
 *
 * @param photos At least one.
 * @param detector What the bake-off chose; `null` when there is none.
 */
export function evaluateReferences(
  { labels, output }: Manifest,
  photos: readonly LabelledAnswer[],
  detector: Pick<BuiltDetector, 'spec'> | null,
  { heldOut, notes }: { heldOut: boolean; notes: readonly string[] },
): Evaluation {
  const truths = photos.map(({ label }) => label);
  const logits = photos.map((photo) => photo.logits);
  const answers = logits.map((row) => findLikeliest(toProbabilities(row, output)));
  const calibrated = crossCalibrate({
    logits,
    truths,
    labelCount: labels.length,
    output,
    heldOut,
    groups: photos.map(({ group }) => group),
    seed: SEED,
  });
  return {
    data: `${photos.length} photos that the user of this model gave. ${heldOut ? 'None of them trained it.' : 'It may have been trained on some of them: new photos may do worse.'} Confidence and sets were judged in five folds, each by a calibration of the others.`,
    ...describeAnswers(truths, answers, labels.length),
    ...(calibrated ?? { calibrationError: null, coverage: null, meanSetSize: null }),
    falseAlarms: readFalseAlarms(detector),
    outOfDomain: [],
    notes: [...notes],
  };
}

/** The chosen detector's false alarms on photos that had no part in it, as the bake-off counted. */
function readFalseAlarms(detector: Pick<BuiltDetector, 'spec'> | null): Evaluation['falseAlarms'] {
  const bakeOff = detector?.spec.bakeOff;
  const share = bakeOff?.rows.find(({ name }) => name === bakeOff.chosen)?.falseAlarms;
  if (!bakeOff || typeof share !== 'number') return null;
  return wilsonInterval(Math.round(share * bakeOff.photos), bakeOff.photos);
}
