import type { Part } from '../studio/sample';
import type { TrainingSettings } from '../studio/training-settings';
import type { BatchTransforms, ItemTransform } from '../studio/transforms';
import type { LossChange } from './compare-losses';
import type { RatePoint, RateSuggestion } from './find-learning-rate';

/** A photo to learn from, or to judge by. */
export interface TrainingSample {
  /** SHA-256 of its file, 64 hex digits: features are remembered by it. */
  id: string;
  /** Label index. */
  label: number;
  part: Part;
  /** Photos of one group are nearly the same, and lie in one fold; `null` for a photo by itself. */
  group: string | null;
}

/** Everything that decides how a model comes out. */
export interface TrainingPlan {
  /** In the order of the model's answer. */
  labels: readonly string[];
  samples: readonly TrainingSample[];
  settings: TrainingSettings;
  item: ItemTransform;
  batch: BatchTransforms;
}

/** One round over the photos. */
export interface Round {
  /** Mean loss while learning, in nats. */
  trainLoss: number;
  /** `null` where the valid part is empty. */
  validLoss: number | null;
  /** Share right, 0 … 1. */
  validAccuracy: number | null;
  /** At the round's end. */
  learningRate: number;
}

/** What the finder saw, and what was chosen of it. */
export interface RateSearch {
  points: RatePoint[];
  suggestion: RateSuggestion | null;
  /** The peak of the schedule. */
  chosen: number;
}

/** What a photo was taken for by a head that never learnt from it. */
export interface Prediction {
  id: string;
  part: Part;
  label: number;
  /** Calibrated, one a label. */
  probabilities: number[];
  /**
   * How odd it looks, as a conformal p-value; `null` for photos that are in the bank themselves, and
   * for models without one.
   */
  familiarity: number | null;
}

/** What came of tuning the network's last block. */
export interface TuningReport {
  /** It helped, and the model has the tuned block; else it is the head alone. */
  kept: boolean;
  /** Rounds that led to it; 0 where there were no photos to choose by. */
  rounds: number;
  /** Mean loss on the valid part without and with it, in nats. */
  validLoss: { before: number; after: number } | null;
  /**
   * The same on photos left out by folds, each at its best temperature, and the standard error of the
   * mean difference; `null` where it came not so far.
   */
  heldOutLoss: LossChange | null;
}
