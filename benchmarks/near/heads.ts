import { scoreEnergy } from '../../src/core/detectors/energy';
import { scoreMsp } from '../../src/core/detectors/msp';
import { answer, type Head } from '../../src/core/training/head';
import { defaultTrainingSettings } from '../../src/core/studio/training-settings';
import { retrace } from '../../src/engine/training/train-rounds';
import type { Trial } from './trial';

/** The trainer's usual rate; the finder's search would cost a third of every training. */
export const LEARNING_RATE = 3e-3;
export const EPOCHS = 30;
export const BATCH = 32;

/** A photo to learn from, or features that stand for one. */
export interface Lesson {
  features: Float32Array;
  label: number;
}

interface HeadOptions {
  labelSmoothing?: number;
  /** What it learns besides the reference photos. */
  extra?: readonly Lesson[];
  /** With the extra ones; else those of the reference photos. */
  labelCount?: number;
}

/** A head by the Studio's own trainer, at its usual settings but without smoothed labels. */
export function trainStudioHead(
  trial: Trial,
  seen: readonly number[],
  { labelSmoothing = 0, extra = [], labelCount = trial.labelCount }: HeadOptions = {},
): Promise<Head> {
  const lessons = [...takeLessons(trial, seen), ...extra];
  return retrace(
    {
      photos: lessons.map(({ features, label }) => ({
        views: [Float32Array.from(features)],
        label,
      })),
      watched: { features: [], labels: [] },
      labelCount,
      featureScale: Float32Array.from(trial.featureScale),
      settings: {
        ...defaultTrainingSettings,
        epochs: EPOCHS,
        batchSize: BATCH,
        labelSmoothing,
        weighLabels: false,
        augmentedCopies: 0,
      },
    },
    { points: [], suggestion: null, chosen: LEARNING_RATE },
    EPOCHS,
  );
}

export function takeLessons(trial: Trial, seen: readonly number[]): Lesson[] {
  return seen.map((photo) => ({
    features: trial.headFeaturesOf(photo),
    label: trial.labelOf(photo),
  }));
}

/** Scores of a head's logits, for every lesson that a head is taught. */
export const logitScores = [
  { scoreName: 'energy', score: scoreEnergy },
  { scoreName: 'msp', score: scoreMsp },
];

/** A score of a head's logits as what a fit gives. */
export function scoreLogits(
  trial: Trial,
  head: Head,
  score: (logits: Float64Array) => number,
): (photo: number) => number[] {
  return (photo) => [score(answer(head, trial.headFeaturesOf(photo)))];
}
