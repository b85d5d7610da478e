import { measureCalibration } from '../calibrate/measure-calibration';
import { findLikeliest } from '../find-likeliest';
import type { Evaluation, Manifest } from '../manifest';
import { wilsonInterval } from '../metrics';
import { toProbabilities } from '../probabilities';
import { computeLabelPValues } from '../sets/label-p-values';
import { measureSets, REPORTED_COVERAGES } from '../sets/measure-sets';
import { ownThresholds } from '../thresholds';
import type { Thresholds } from '../verdict';
import { describeAnswers } from './describe-answers';
import { describeCalibration } from './describe-calibration';
import { type DetectionFigures, type DomainJudgement, measureDetection } from './measure-detection';

/** What a model said of a photo. */
export interface JudgedPhoto {
  /** One a unit, before softmax or sigmoid. */
  logits: ArrayLike<number>;
  /** `null` for a model that cannot judge how usual a photo is. */
  domain: DomainJudgement | null;
}

/** Photos of something else. */
interface OutsidePhotos {
  /** What they are, in words. */
  data: string;
  /** Near: alike to what the model knows, but none of its labels. */
  near: boolean;
  judged: readonly JudgedPhoto[];
}

interface EvaluateOptions {
  /** What was measured on, in words. */
  data: string;
  notes: readonly string[];
  outside?: readonly OutsidePhotos[];
  /** The model's own when absent. */
  thresholds?: Thresholds;
}

/** Of the bootstrap. */
const SEED = 11;

/**
 * Everything that photos can say of a model, in the form that its manifest and its card carry.
 *
 * @param photos At least one, each with its label's index.
 * @throws RangeError for no photos, or when a model's answer is not a number.
 */
export function evaluatePhotos(
  manifest: Manifest,
  photos: readonly (JudgedPhoto & { truth: number })[],
  { data, notes, outside = [], thresholds = ownThresholds(manifest) }: EvaluateOptions,
): Evaluation {
  const { labels, output, calibration } = manifest;
  const truths = photos.map(({ truth }) => truth);
  const raw = photos.map(({ logits }) => toProbabilities(logits, output));
  const probabilities = photos.map(({ logits }) => toProbabilities(logits, output, calibration));
  const answers = probabilities.map(findLikeliest);
  const before = measureCalibration(raw, truths, SEED);
  const after = measureCalibration(probabilities, truths, SEED);
  if (!before || !after) throw new RangeError('there are no photos to measure');
  const trials = probabilities.flatMap((row, i) => {
    const pValues = computeLabelPValues(row, calibration);
    return pValues ? [{ probabilities: row, pValues, truth: truths[i] ?? -1 }] : [];
  });
  const coverages = [...new Set([...REPORTED_COVERAGES, thresholds.coverage])].sort(
    (a, b) => a - b,
  );
  const sets = measureSets(trials, SEED, coverages);
  const usual = sets.find(({ coverage }) => coverage === thresholds.coverage);
  const domains = photos.flatMap(({ domain }) => domain ?? []);
  const alarms = domains.filter(({ pValue }) => pValue <= thresholds.falseAlarmRate).length;
  return {
    data,
    ...describeAnswers(truths, answers, labels.length),
    ...describeCalibration(before, after),
    coverage: usual?.covered ?? null,
    meanSetSize: usual?.meanSize.value ?? null,
    ...(sets.length > 0 ? { sets } : {}),
    falseAlarms: domains.length > 0 ? wilsonInterval(alarms, domains.length) : null,
    outOfDomain: outside.flatMap((one) => {
      const others = one.judged.flatMap(({ domain }) => domain ?? []);
      if (domains.length === 0 || others.length === 0) return [];
      const figures = measureDetection(domains, others, thresholds.falseAlarmRate);
      return [describeOutside(one, others.length, figures)];
    }),
    notes: [...notes],
  };
}

/** One kind of photos of something else, as the manifest has it. */
function describeOutside(
  { data, near }: Pick<OutsidePhotos, 'data' | 'near'>,
  photos: number,
  { auroc, fpr95, warned }: DetectionFigures,
): Evaluation['outOfDomain'][number] {
  return {
    data,
    photos,
    auroc: auroc.value,
    warned: warned.value,
    near,
    intervals: { auroc, fpr95, warned },
  };
}
