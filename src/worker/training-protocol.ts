import type { BackendPreference } from '../core/classification';
import type { PlainError } from '../core/errors';
import type { TrainingPlan } from '../core/training/training-plan';
import type { TrainingOutcome, TrainingProgress } from '../engine/training/train-model';
import type { RoundsCheckpoint } from '../engine/training/train-rounds';
import type { ModelFile } from './import-protocol';
import type { ModelSource, Reply } from './protocol';

/** The messages about training a model on a project's photos. */

export interface TrainRequest {
  requestId: number;
  /** The model whose features are learnt from. */
  source: ModelSource;
  plan: TrainingPlan;
  /** The new model's own id and name. */
  id: string;
  name: string;
  backend: BackendPreference;
  /** Goes on from here: of the very same plan. */
  from: RoundsCheckpoint | null;
}

/** What the page does for the worker meanwhile: it has the photos and the place for features. */
export interface TrainingHost {
  readPhoto(id: string): Promise<Reply<Blob>>;
  readFeatures(name: string): Promise<Reply<Blob | null>>;
  writeFeatures(name: string, blob: Blob): Promise<Reply<null>>;
  removeFeatures(folder: string): Promise<Reply<null>>;
  onProgress(progress: TrainingProgress): void;
  onCheckpoint(checkpoint: RoundsCheckpoint): void;
}

/** A trained model, ready to be kept, and how it came about. */
export interface TrainingResult extends Omit<TrainingOutcome, 'files' | 'problem'> {
  files: ModelFile[];
  /** Why features were not remembered for the next run, or `null`. */
  problem: PlainError | null;
}

/** What the worker can do to train. */
export interface TrainingWorker {
  /** @param host Wrapped in Comlink's `proxy`. */
  trainModel(request: TrainRequest, host: TrainingHost): Promise<Reply<TrainingResult>>;
}
