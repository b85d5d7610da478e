import type { PlainError } from '../core/errors';
import type { ItemTransform, BatchTransforms } from '../core/studio/transforms';
import type { Reply } from './protocol';

/** The messages about a project's photos: taking them in, comparing them, showing what a model sees. */

/** A zip that photos come in. Its number tells it from others, so that it is opened once. */
export interface PhotoArchive {
  archiveId: number;
  name: string;
  blob: Blob;
}

/** A photo on its way in: a file, or a place in a zip. */
export type HandedPhoto =
  { kind: 'file'; blob: Blob } | { kind: 'entry'; archive: PhotoArchive; path: string };

/** What a zip holds. */
export interface ArchiveListing {
  photos: { path: string; bytes: number }[];
  /** The parsed `bearings-project.json`, where it is a project of ours; not checked yet. */
  project: unknown;
}

/** A photo that can be opened, and what is worth knowing about it. */
export interface TakenPhoto {
  ok: true;
  /** SHA-256, 64 hex digits. */
  id: string;
  type: string;
  /** Upright size in pixels. */
  width: number;
  height: number;
  /** A small JPEG. */
  thumbnail: Blob;
  /** What it looks like (`core/studio/look.ts`). */
  look: Uint8Array<ArrayBuffer>;
  /** The photo's own bytes. */
  blob: Blob;
}

/** A photo that cannot be used, with the reason. */
export interface RefusedPhoto {
  ok: false;
  error: PlainError;
}

export interface TakeInRequest {
  requestId: number;
  photos: readonly HandedPhoto[];
}

export interface GroupRequest {
  requestId: number;
  /** Bytes of each photo's look. */
  looks: readonly Uint8Array<ArrayBuffer>[];
}

export interface ShowBatchRequest {
  requestId: number;
  photos: readonly Blob[];
  item: ItemTransform;
  batch: BatchTransforms;
  /** Side of the model's square, in pixels. */
  sidePixels: number;
  /** The same seed shows the same changes. */
  seed: number;
}

export interface EmbedRequest {
  requestId: number;
  photos: readonly Blob[];
}

/** What the worker can do for the Studio's data. */
export interface StudioWorker {
  /** Reads a zip's table of contents. */
  listArchive(request: {
    requestId: number;
    archive: PhotoArchive;
  }): Promise<Reply<ArchiveListing>>;
  /** Hashes, decodes and describes photos; one that cannot be opened does not hold up the others. */
  takeInPhotos(request: TakeInRequest): Promise<Reply<(TakenPhoto | RefusedPhoto)[]>>;
  /** The group of each photo among those that look nearly the same. */
  groupLooks(
    request: GroupRequest,
    onProgress: (done: number, total: number) => void,
  ): Promise<Reply<number[]>>;
  /** Draws photos as the model will see them while it learns; transferred, the page closes them. */
  showBatch(request: ShowBatchRequest): Promise<Reply<ImageBitmap[]>>;
  /** The open model's features of each photo, at unit length: alike photos lie close. */
  embedPhotos(request: EmbedRequest): Promise<Reply<Float32Array<ArrayBuffer>[]>>;
}
