import { proxy } from 'comlink';
import type {
  ArchiveListing,
  HandedPhoto,
  PhotoArchive,
  RefusedPhoto,
  ShowBatchRequest,
  TakenPhoto,
} from '../worker/studio-protocol';
import type { ClassifierClient } from './classifier-client';

interface StudioOptions {
  signal?: AbortSignal | undefined;
}

/**
 * What the page asks of the worker about a project's photos. Services depend on this, so that tests
 * can pass a stub. Every promise rejects with a `ClassifierError`; an abort rejects with `cancelled`.
 */
export interface PhotoIntake {
  listArchive(archive: PhotoArchive, options?: StudioOptions): Promise<ArchiveListing>;
  /** One answer a photo, in their order. Hand over few at a time: others wait for the worker too. */
  takeIn(
    photos: readonly HandedPhoto[],
    options?: StudioOptions,
  ): Promise<(TakenPhoto | RefusedPhoto)[]>;
  /** The group of each look among those nearly the same. */
  groupLooks(
    looks: readonly Uint8Array<ArrayBuffer>[],
    options?: StudioOptions & { onProgress?: (done: number, total: number) => void },
  ): Promise<number[]>;
  /** What the model will see while it learns. The caller closes the pictures. */
  showBatch(
    batch: Omit<ShowBatchRequest, 'requestId'>,
    options?: StudioOptions,
  ): Promise<ImageBitmap[]>;
}

/** Tells what photos look like to the open model; apart from the intake, which needs no model. */
export interface PhotoEmbedder {
  /** The open model's features of each photo, at unit length. Hand over few at a time. */
  embed(photos: readonly Blob[], options?: StudioOptions): Promise<Float32Array<ArrayBuffer>[]>;
}

/** The Studio's questions over the classifier's worker: one queue, cancel, and a new worker. */
export class StudioClient implements PhotoIntake, PhotoEmbedder {
  constructor(private readonly client: Pick<ClassifierClient, 'request'>) {}

  listArchive: PhotoIntake['listArchive'] = (archive, { signal } = {}) =>
    this.client.request((remote, requestId) => remote.listArchive({ requestId, archive }), signal);

  takeIn: PhotoIntake['takeIn'] = (photos, { signal } = {}) =>
    this.client.request((remote, requestId) => remote.takeInPhotos({ requestId, photos }), signal);

  groupLooks: PhotoIntake['groupLooks'] = (looks, { signal, onProgress } = {}) =>
    this.client.request(
      (remote, requestId) =>
        remote.groupLooks(
          { requestId, looks },
          proxy((done: number, total: number) => onProgress?.(done, total)),
        ),
      signal,
    );

  embed: PhotoEmbedder['embed'] = (photos, { signal } = {}) =>
    this.client.request((remote, requestId) => remote.embedPhotos({ requestId, photos }), signal);

  showBatch: PhotoIntake['showBatch'] = (batch, { signal } = {}) =>
    this.client.request((remote, requestId) => remote.showBatch({ requestId, ...batch }), signal);
}
