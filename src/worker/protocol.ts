import type {
  BackendHint,
  BackendPreference,
  BackendTrial,
  Classification,
  DeviceReport,
  ModelProgress,
} from '../core/classification';
import type { PlainError } from '../core/errors';
import type { Manifest } from '../core/manifest';
import type { ExplainWorker } from './explain-protocol';
import type { ExportWorker } from './export-protocol';
import type { ImportWorker, ModelFile } from './import-protocol';
import type { StudioWorker } from './studio-protocol';
import type { TrainingWorker } from './training-protocol';

/**
 * The messages between the page and the worker. Plain data and transferables alone cross the line;
 * Comlink carries them. Every answer is a `Reply`, so that an error arrives with its code.
 */
export type Reply<T> = { ok: true; value: T } | { ok: false; error: PlainError };

/** Where a model of ours is. */
export type ModelSource =
  /** Absolute address of its `bearings.json`. */
  | { kind: 'address'; manifestUrl: string }
  /** Its files by their handles, `bearings.json` among them: a model kept on this device. */
  | { kind: 'files'; files: readonly ModelFile[] };

export interface OpenModelRequest {
  requestId: number;
  source: ModelSource;
  backend: BackendPreference;
  /** What this device chose before; `null` when nothing is known. */
  hint: BackendHint | null;
}

export interface OpenedModel {
  /** `bankLabels` and `heldOutDistances` included: the page draws with them. */
  manifest: Manifest;
  device: DeviceReport;
  /** Bytes that came over the wire or out of the cache to open this model. */
  bytesFetched: number;
  openMs: number;
}

export interface ClassifyRequest {
  requestId: number;
  /** A file by its bytes, pixels, or a camera frame (transferred). The worker closes bitmaps. */
  photo: Blob | ImageBitmap | ImageData | VideoFrame;
  /** How many labels to rank. */
  topK: number;
  /** Whether to send back a picture of exactly what the model saw. */
  withView: boolean;
}

export interface ClassifyReply {
  classification: Classification;
  /** What the model saw, at the model's size; transferred, the page closes it. */
  view: ImageBitmap | null;
}

/** What the worker can do. One handler a method, one file a handler. */
export interface ClassifierWorker
  extends ImportWorker, StudioWorker, ExplainWorker, ExportWorker, TrainingWorker {
  /** Opens a model, replacing the one that is open; the old one stays if this fails. */
  openModel(
    request: OpenModelRequest,
    onProgress: (progress: ModelProgress) => void,
  ): Promise<Reply<OpenedModel>>;
  /** Classifies one photo on the open model. */
  classify(request: ClassifyRequest): Promise<Reply<ClassifyReply>>;
  /** Gives up a request as soon as it can; its reply is then the error `cancelled`. */
  cancel(requestId: number): void;
  /** Times the open model on every backend this device has, for the device page. */
  compareBackends(requestId: number): Promise<Reply<BackendTrial[]>>;
  /** Live tensors right now. Any answer also shows that the worker is alive. */
  countTensors(): number;
  /**
   * Takes a Web Lock and never lets go: the page gets the lock when the worker dies, and in no other
   * way would it hear of that.
   */
  holdLock(name: string): Promise<void>;
}
