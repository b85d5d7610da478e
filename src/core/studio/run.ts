import type { Part } from './sample';
import type { TrainingSettings } from './training-settings';
import type { BatchTransforms, ItemTransform } from './transforms';

type RunStatus = 'running' | 'paused' | 'interrupted' | 'finished' | 'cancelled' | 'failed';

/** One round over the photos. */
interface Epoch {
  trainLoss: number;
  /** `null` where the valid part is empty. */
  validLoss: number | null;
  /** Share right, 0 … 1. */
  validAccuracy: number | null;
  learningRate: number;
}

/**
 * One training run: what it learnt from, how, and how it went. Large things (probabilities of every
 * photo, features, weights, the finished bundle) lie in the project's files under `runs/<id>/…`.
 */
export interface TrainingRun {
  id: string;
  status: RunStatus;
  /** Milliseconds since 1970. */
  startedAt: number;
  finishedAt: number | null;
  settings: TrainingSettings;
  item: ItemTransform;
  batch: BatchTransforms;
  splitSeed: number;
  /** The model's labels in its order, with their names at that time. */
  labels: { id: string; name: string }[];
  /** Photos a part. */
  counts: Record<Part, number>;
  epochs: Epoch[];
  /** Share right on each part at the end, 0 … 1; `null` where the part is empty or it never ended. */
  accuracy: Record<Part, number | null>;
  /** The id of the kept model that was made of it and set to work on this device, or `null`. */
  modelId: string | null;
  /** The code of what went wrong, or `null`. */
  errorCode: string | null;
}
