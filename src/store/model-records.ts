import type { Manifest } from '../core/manifest';

/** A file of a kept model. Paths are relative, with `/`. */
export interface KeptFile {
  path: string;
  blob: Blob;
}

/** Where a kept model came from: a file's or folder's name, or an address. */
export interface ModelOrigin {
  kind: 'file' | 'address';
  text: string;
  /** What it was before it became a model of ours: "Teachable Machine image model". */
  formatName: string;
}

/** A model that a person opened, as it is listed. Its files are kept beside it. */
export interface KeptModel {
  /** The manifest's id; no other model on this device has it. */
  id: string;
  manifest: Manifest;
  origin: ModelOrigin;
  /** Milliseconds since 1970. */
  addedAt: number;
  /** Of all files together. */
  bytes: number;
}

/**
 * Small pictures of the photos in a model's reference bank, by the bank's rows; `null` where there is
 * none. They are for this device alone: no export holds them.
 */
export type ReferencePictures = readonly (Blob | null)[];

/** Everything kept about models. Implementations: the browser's database, or memory alone. */
export interface ModelStore {
  /** Whether what is written here is there on the next visit. */
  readonly lasting: boolean;
  /** Oldest first. */
  readModels(): Promise<KeptModel[]>;
  /** `null` when there is no such model. */
  readFiles(id: string): Promise<KeptFile[] | null>;
  /** Empty when there are none. */
  readPictures(id: string): Promise<ReferencePictures>;
  /**
   * Writes a model and its files, all or nothing, in place of `replaces` (itself, when not said).
   *
   * @param pictures Of its reference photos; when not said, those that are kept for its id stay.
   * @throws ClassifierError `storage-full`, `storage-unavailable`; then all is as it was.
   */
  writeModel(
    model: KeptModel,
    files: readonly KeptFile[],
    replaces?: string,
    pictures?: ReferencePictures,
  ): Promise<void>;
  removeModel(id: string): Promise<void>;
}
