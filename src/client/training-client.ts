import { proxy } from 'comlink';
import { ClassifierError } from '../core/errors';
import type { TrainingProgress } from '../engine/training/train-model';
import type { RoundsCheckpoint } from '../engine/training/train-rounds';
import type { Reply } from '../worker/protocol';
import type { TrainingResult, TrainRequest } from '../worker/training-protocol';
import type { ClassifierClient } from './classifier-client';

export interface TrainingOptions {
  signal?: AbortSignal;
  readPhoto(id: string): Promise<Blob>;
  /** Where features are remembered. */
  features: {
    read(name: string): Promise<Blob | null>;
    write(name: string, blob: Blob): Promise<void>;
    removeFolder(folder: string): Promise<void>;
  };
  onProgress?(progress: TrainingProgress): void;
  onCheckpoint?(checkpoint: RoundsCheckpoint): void;
}

/** What the page needs to train. Services depend on this, so that tests can pass a stub. */
export interface ModelTrainer {
  /**
   * Trains a model. Should the worker die over it, a new one goes on from what is remembered.
   *
   * @throws ClassifierError as `trainModel` in the engine; an abort rejects with `cancelled`.
   */
  train(
    request: Omit<TrainRequest, 'requestId'>,
    options: TrainingOptions,
  ): Promise<TrainingResult>;
}

/** How long a worker that was told to stop may take to put away what it saw in the photos. */
const PUT_AWAY_MS = 3000;

/** A worker of its own for as long as a training run takes: photos and camera go on meanwhile. */
export class TrainingClient implements ModelTrainer {
  constructor(private readonly start: () => Pick<ClassifierClient, 'request' | 'dispose'>) {}

  async train(
    request: Omit<TrainRequest, 'requestId'>,
    options: TrainingOptions,
  ): Promise<TrainingResult> {
    const { signal } = options;
    if (signal?.aborted) throw new ClassifierError('cancelled');
    const client = this.start();
    // Given up once the worker has put away what it saw, or has been given the time to.
    const given = new AbortController();
    const giveUp = () => setTimeout(() => given.abort(), PUT_AWAY_MS);
    signal?.addEventListener('abort', giveUp, { once: true });
    let newest = request.from;
    const host = {
      readPhoto: (id: string) => toReply(options.readPhoto(id)),
      readFeatures: (name: string) => toReply(options.features.read(name)),
      writeFeatures: (name: string, blob: Blob) =>
        toReply(options.features.write(name, blob).then(() => null)),
      removeFeatures: (folder: string) =>
        toReply(options.features.removeFolder(folder).then(() => null)),
      onProgress: (progress: TrainingProgress) => options.onProgress?.(progress),
      onCheckpoint: (checkpoint: RoundsCheckpoint) => {
        newest = checkpoint;
        options.onCheckpoint?.(checkpoint);
      },
    };
    try {
      return await client.request((remote, requestId) => {
        // The worker died meanwhile: nothing is begun anew that nobody wants.
        if (signal?.aborted) return Promise.reject(new ClassifierError('cancelled'));
        signal?.addEventListener('abort', () => void remote.cancel(requestId), { once: true });
        return remote.trainModel({ ...request, from: newest, requestId }, proxy(host));
      }, given.signal);
    } finally {
      signal?.removeEventListener('abort', giveUp);
      client.dispose();
    }
  }
}

async function toReply<T>(work: Promise<T>): Promise<Reply<T>> {
  try {
    return { ok: true, value: await work };
  } catch (error) {
    return { ok: false, error: ClassifierError.from(error).toPlain() };
  }
}
