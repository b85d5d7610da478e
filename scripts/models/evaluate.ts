import { calibrationError, softmax } from '../../src/core/calibration';
import { conformalPValue, predictSet } from '../../src/core/conformal';
import { findNearest, scoreDomain } from '../../src/core/domain-score';
import type { Evaluation } from '../../src/core/manifest';
import {
  areaUnderRoc,
  countConfusion,
  falsePositiveRateAt95,
  wilsonInterval,
} from '../../src/core/metrics';
import { applyHead, bankFeatures, bankRow, K, type Pipeline, round, type Samples } from './fit-pipeline';

/** The false-alarm rate that users start with. */
export const FALSE_ALARM_RATE = 0.05;

/** What a pipeline says of one photo that it has never seen. */
export interface Trial {
  truth: number;
  answer: number;
  /** Before calibration. */
  rawConfidence: number;
  confidence: number;
  setSize: number;
  covered: boolean;
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
    const probabilities = softmax(logits, pipeline.temperature);
    const confidence = Math.max(...probabilities);
    const set = predictSet(probabilities, pipeline.setThreshold);
    const distance = scoreDistance(pipeline, bankRow(samples, photo));
    return {
      truth,
      answer: probabilities.indexOf(confidence),
      rawConfidence: Math.max(...softmax(logits)),
      confidence,
      setSize: set.length,
      covered: set.includes(truth),
      distance,
      pValue: conformalPValue(distance, pipeline.heldOutDistances),
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
  const share = (flags: readonly boolean[]) => {
    const { value, low, high } = wilsonInterval(flags.filter(Boolean).length, flags.length);
    return { value: round(value, 4), low: round(low, 4), high: round(high, 4) };
  };
  return {
    photos: trials.length,
    accuracy: share(right),
    confusion: countConfusion(
      trials.map(({ truth }) => truth),
      trials.map(({ answer }) => answer),
      labelCount,
    ),
    calibrationError: {
      before: round(calibrationError(trials.map((one) => one.rawConfidence), right), 4),
      after: round(calibrationError(trials.map((one) => one.confidence), right), 4),
    },
    coverage: share(trials.map(({ covered }) => covered)),
    meanSetSize: round(mean(trials.map(({ setSize }) => setSize)), 3),
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
): Evaluation['outOfDomain'][number] & { fpr95: number } {
  const { start, length } = bankFeatures;
  const inside = trials.map(({ distance }) => distance);
  const outside = features.map((row) => scoreDistance(pipeline, row.subarray(start, start + length)));
  const warned = outside.filter(
    (distance) => conformalPValue(distance, pipeline.heldOutDistances) <= FALSE_ALARM_RATE,
  );
  return {
    data,
    photos: features.length,
    auroc: round(areaUnderRoc(inside, outside), 4),
    warned: round(warned.length / features.length, 4),
    fpr95: round(falsePositiveRateAt95(inside, outside), 4),
  };
}

/** A share in words. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function scoreDistance({ bank }: Pipeline, row: Float32Array): number {
  return scoreDomain(findNearest(row, bank, K), K);
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
