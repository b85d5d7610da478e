import { type CalibrationFigures, measureCalibration } from '../../src/core/calibrate/measure-calibration';
import { softmax } from '../../src/core/calibration';
import type { Evaluation, Interval } from '../../src/core/manifest';
import { measureDetection } from '../../src/core/evaluate/measure-detection';
import { countConfusion, wilsonInterval } from '../../src/core/metrics';
import { toProbabilities } from '../../src/core/probabilities';
import { computeLabelPValues } from '../../src/core/sets/label-p-values';
import { measureSets } from '../../src/core/sets/measure-sets';
import { DEFAULT_COVERAGE } from '../../src/core/thresholds';
import { applyHead, applyTo, type Pipeline, round, type Samples } from './fit-pipeline';

/** Of the bootstrap's resamples. */
const SEED = 20;
/** The false-alarm rate that users start with. */
export const FALSE_ALARM_RATE = 0.05;

/** What a pipeline says of one photo that it has never seen. */
export interface Trial {
  truth: number;
  answer: number;
  /** One a label, before calibration. */
  rawProbabilities: number[];
  /** One a label, calibrated. */
  probabilities: number[];
  /** Of each label, for prediction sets. */
  pValues: number[];
  distance: number;
  pValue: number;
  /** The pipeline's own line between a match and *unsure*. */
  sure: boolean;
}

/** Judges photos that helped to build nothing. */
export function tryPhotos(pipeline: Pipeline, samples: Samples, photos: readonly number[]): Trial[] {
  return photos.map((photo) => {
    const truth = samples.labels[photo] ?? -1;
    const logits = applyHead(pipeline.head, samples, photo);
    const probabilities = toProbabilities(logits, 'logits', pipeline.calibration);
    const confidence = Math.max(...probabilities);
    const { distance, pValue } = pipeline.judgeDomain(logits, samples.views[0]?.[photo] ?? []);
    return {
      truth,
      answer: probabilities.indexOf(confidence),
      rawProbabilities: softmax(logits),
      probabilities,
      pValues: computeLabelPValues(probabilities, pipeline.calibration) ?? [],
      distance,
      pValue,
      sure: confidence >= pipeline.confidenceThreshold,
    };
  });
}

/** Figures of photos from the model's domain. */
export function summarise(
  trials: readonly Trial[],
  labelCount: number,
): Omit<Evaluation, 'data' | 'outOfDomain' | 'notes'> {
  const right = trials.map(({ truth, answer }) => truth === answer);
  const share = (flags: readonly boolean[]) =>
    roundInterval(wilsonInterval(flags.filter(Boolean).length, flags.length));
  const truths = trials.map(({ truth }) => truth);
  const before = measureCalibration(trials.map((one) => one.rawProbabilities), truths, SEED);
  const after = measureCalibration(trials.map((one) => one.probabilities), truths, SEED);
  if (!before || !after) throw new RangeError('there are no photos to measure');
  const sets = measureSets(trials, SEED).map((result) => ({
    ...result,
    covered: roundInterval(result.covered),
    meanSize: roundInterval(result.meanSize),
  }));
  const usual = sets.find(({ coverage }) => coverage === DEFAULT_COVERAGE);
  return {
    photos: trials.length,
    accuracy: share(right),
    confusion: countConfusion(
      truths,
      trials.map(({ answer }) => answer),
      labelCount,
    ),
    calibrationError: {
      before: round(before.calibrationError.value, 4),
      after: round(after.calibrationError.value, 4),
    },
    calibrationScores: {
      calibrationError: pair(before, after, 'calibrationError'),
      brier: pair(before, after, 'brier'),
      logLoss: pair(before, after, 'logLoss'),
    },
    reliability: { before: roundBins(before), after: roundBins(after) },
    coverage: usual?.covered ?? null,
    meanSetSize: usual?.meanSize.value ?? null,
    sets,
    falseAlarms: share(trials.map(({ pValue }) => pValue <= FALSE_ALARM_RATE)),
  };
}

/** What the default thresholds do to photos from the model's domain. */
export function describeDefaults(trials: readonly Trial[]): string {
  const matches = trials.filter(({ pValue, sure }) => pValue > FALSE_ALARM_RATE && sure);
  const { value, low, high } = wilsonInterval(
    matches.filter(({ truth, answer }) => truth === answer).length,
    matches.length,
  );
  return `With the default thresholds ${percent(matches.length / trials.length)} of these photos get a label, and ${percent(value)} of those labels are right (95 % interval ${percent(low)} to ${percent(high)}).`;
}

/** How well the familiarity tells other photos from those of the model's domain. */
export function summariseOutOfDomain(
  data: string,
  pipeline: Pipeline,
  trials: readonly Trial[],
  features: readonly Float32Array[],
): Evaluation['outOfDomain'][number] {
  const inside = trials.map(({ distance, pValue }) => ({ score: distance, pValue }));
  const judged = features.map((row) => pipeline.judgeDomain(applyTo(pipeline.head, row), row));
  const outside = judged.map(({ distance, pValue }) => ({ score: distance, pValue }));
  const { auroc, fpr95, warned } = measureDetection(inside, outside, FALSE_ALARM_RATE);
  return {
    data,
    photos: features.length,
    auroc: round(auroc.value, 4),
    warned: round(warned.value, 4),
    near: false,
    intervals: {
      auroc: roundInterval(auroc),
      fpr95: roundInterval(fpr95),
      warned: roundInterval(warned),
    },
  };
}

/** A share in words. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function pair(
  before: CalibrationFigures,
  after: CalibrationFigures,
  figure: 'calibrationError' | 'brier' | 'logLoss',
) {
  return { before: roundInterval(before[figure]), after: roundInterval(after[figure]) };
}

function roundInterval({ value, low, high }: Interval): Interval {
  return { value: round(value, 4), low: round(low, 4), high: round(high, 4) };
}

function roundBins({ reliability }: CalibrationFigures): CalibrationFigures['reliability'] {
  return reliability.map(({ photos, from, to, confidence, accuracy }) => ({
    photos,
    from: round(from, 4),
    to: round(to, 4),
    confidence: round(confidence, 4),
    accuracy: roundInterval(accuracy),
  }));
}
