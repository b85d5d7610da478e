import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fitPhoto, openPhoto } from '../../src/cli/open-photo';
import type { Fit, Size } from '../../src/core/fit';
import type { ModelImage } from '../../src/core/model-image';
import { createRandom } from '../../src/core/random';
import { inspectPhoto } from '../../src/photo/inspect-photo';
import { cacheFolder, photosFolder } from '../../scripts/models/paths';

/** The side of every model's input here. */
export const SIDE = 224;

/** A photo with its label. */
export interface LabelledPath {
  /** Relative to the photos' folder. */
  path: string;
  label: number;
}

/** The photos of a folder, in an order made by chance that is the same every time. */
export function listShuffled(folder: string): string[] {
  const names = readdirSync(join(photosFolder, folder)).filter((name) => /\.jpe?g$/i.test(name));
  return createRandom(7)
    .shuffle(names.sort())
    .map((name) => `${folder}/${name}`);
}

/** Some photos of each label, by their place in the shuffled order. */
export function takePhotos(folders: readonly string[], from: number, to: number): LabelledPath[] {
  return folders.flatMap((folder, label) =>
    listShuffled(folder)
      .slice(from, to)
      .map((path) => ({ path, label })),
  );
}

/** A photo's upright size, in pixels. */
export function readSize(path: string): Size {
  return inspectPhoto(readFileSync(join(photosFolder, path))).size;
}

/** Draws a photo at the models' size; kept on the disk, as decoding costs as much as a small network. */
export async function drawPhoto(path: string, fit: Fit): Promise<ModelImage> {
  const cached = join(cacheFolder, 'doctor/drawn', `${path.replaceAll('/', '_')}.${fit}`);
  if (existsSync(cached)) {
    return { width: SIDE, height: SIDE, data: new Uint8ClampedArray(readFileSync(cached)) };
  }
  const photo = await openPhoto(readFileSync(join(photosFolder, path)));
  const image = await fitPhoto(photo, { width: SIDE, height: SIDE }, fit);
  mkdirSync(join(cacheFolder, 'doctor/drawn'), { recursive: true });
  writeFileSync(cached, image.data);
  return image;
}
