import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { photosFolder } from './paths';

/** A photo of a data set. */
export interface Photo {
  /** Relative to the photos' folder. */
  path: string;
  /** SHA-256 of the file. */
  hash: string;
  /** Name of the folder it lies in. */
  folder: string;
}

/** All photos below a folder, in the order of their paths. */
export function listPhotos(folder: string): Photo[] {
  return readdirSync(join(photosFolder, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(jpe?g|png|webp)$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(photosFolder.length + 1))
    .sort()
    .map((path) => ({
      path,
      hash: createHash('sha256').update(readPhoto(path)).digest('hex'),
      folder: path.split(/[\\/]/).at(-2) ?? '',
    }));
}

/** The bytes of a photo. */
export function readPhoto(path: string): Uint8Array {
  return readFileSync(join(photosFolder, path));
}

/** So many of the items, evenly spaced; all when there are no more. */
export function takeEvenly<T>(items: readonly T[], count = Infinity): T[] {
  const step = Math.max(1, items.length / count);
  return items.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
}
