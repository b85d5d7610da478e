import type { BackendPreference, BackendTrial, ModelProgress } from '../core/classification';
import type { ClassifyReply, ModelSource, OpenedModel } from '../worker/protocol';

/** A picture to classify. A bitmap or image data is copied: the caller keeps its own. */
export type PhotoSource = Blob | ImageBitmap | ImageData;

/** A camera frame. A `VideoFrame` costs the page nothing: the worker makes the picture of it. */
export type FrameSource = ImageBitmap | VideoFrame;

export interface OpenOptions {
  /** Defaults to `auto`: the fastest backend that gives the right answers. */
  backend?: BackendPreference;
  signal?: AbortSignal;
  onProgress?: (progress: ModelProgress) => void;
}

export interface ClassifyOptions {
  signal?: AbortSignal;
  /** How many labels to rank; defaults to 5. */
  topK?: number;
  /** Whether to get a picture of exactly what the model saw; defaults to false. */
  withView?: boolean;
}

/**
 * What the page needs from the engine: elements and services depend on this, so that tests can pass
 * a stub. Every promise rejects with a `ClassifierError`; an abort rejects with `cancelled`.
 */
export interface Classifier {
  /**
   * Opens a model, by its manifest's address or by its files, replacing the one that is open; the
   * old one stays if this fails.
   */
  open(model: string | ModelSource, options?: OpenOptions): Promise<OpenedModel>;
  /** Classifies one photo. Photos queue: first come, first served. The caller closes `view`. */
  classify(photo: PhotoSource, options?: ClassifyOptions): Promise<ClassifyReply>;
  /**
   * Classifies a camera frame and closes it. The newest frame wins: one that waits while a newer
   * one arrives is dropped, and its promise resolves to `null`.
   */
  classifyFrame(frame: FrameSource, options?: ClassifyOptions): Promise<ClassifyReply | null>;
  /** Times the open model on every backend this device has. */
  compareBackends(options?: { signal?: AbortSignal }): Promise<BackendTrial[]>;
  /** Live tensors right now: the number that must not grow. */
  countTensors(): Promise<number>;
  /** Calls `listener` whenever the engine had to be started again; returns the way to stop that. */
  onRestart(listener: () => void): () => void;
  /** Stops the engine. Whatever waits is rejected as `cancelled`. */
  dispose(): void;
}
