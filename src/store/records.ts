import type { Classification } from '../core/classification';

/** A photo as it is kept on the device. */
export interface KeptPhoto {
  /** Made from the contents: the same file is the same photo. */
  id: string;
  name: string;
  file: Blob;
  /** Milliseconds since 1970; the order on the page. */
  addedAt: number;
}

/** What a person said after looking at a verdict. */
export type Review =
  | { kind: 'confirmed' }
  | { kind: 'corrected'; to: string }
  /** They decided what to do, whatever it is. */
  | { kind: 'acted'; action: string };

/** What one model said about one photo. */
export interface KeptResult {
  photoId: string;
  modelId: string;
  classification: Classification;
  review: Review | null;
}

/** Everything kept about photos. Implementations: the browser's database, or memory alone. */
export interface PhotoStore {
  /** Oldest first. */
  readPhotos(): Promise<KeptPhoto[]>;
  /** Small JPEGs for the grid, by photo. */
  readThumbnails(): Promise<Map<string, Blob>>;
  readResults(modelId: string): Promise<KeptResult[]>;
  writePhoto(photo: KeptPhoto): Promise<void>;
  writeThumbnail(photoId: string, thumbnail: Blob): Promise<void>;
  writeResult(result: KeptResult): Promise<void>;
  /** Removes a photo and everything said about it. */
  removePhoto(id: string): Promise<void>;
  clear(): Promise<void>;
}

/** Small values by name. */
export interface ValueStore {
  read(key: string): Promise<unknown>;
  write(key: string, value: unknown): Promise<void>;
}
