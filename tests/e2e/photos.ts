import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

/** Photos that are not part of this repository; tests that need them skip without. */
const shared = fileURLToPath(new URL('../../../shared/fixtures/photos', import.meta.url));
/** Photos that the tests make for themselves. */
const made = fileURLToPath(new URL('../../.cache/test-photos', import.meta.url));

export const hasSharedPhotos = existsSync(shared);
export const whyNoSharedPhotos = 'the shared photos are not on this machine';

/** A folder of shared photos. */
export function sharedPhotoFolder(name: string): string {
  return join(shared, name);
}

/** Paths of shared photos in a folder and all below it, in a fixed order. */
export function listSharedPhotos(folder: string): string[] {
  if (!hasSharedPhotos) return [];
  return readdirSync(join(shared, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:jpe?g|png)$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Every so-many-th photo, so that a sample of `count` has something of every part of the list. */
export function sampleEvenly(paths: string[], count: number): string[] {
  if (paths.length <= count) return paths;
  return Array.from(
    { length: count },
    (_, i) => paths[Math.floor((i * paths.length) / count)],
  ).filter((path) => path !== undefined);
}

/** A colourful synthetic photo; another `seed` gives another picture. */
export async function makePhoto(
  name: string,
  seed = 1,
  width = 640,
  height = 480,
): Promise<string> {
  const path = join(made, name);
  if (existsSync(path)) return path;
  mkdirSync(dirname(path), { recursive: true });
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 3;
      data[at] = 128 + 100 * Math.sin((x * seed) / 37 + y / 91);
      data[at + 1] = 128 + 100 * Math.sin(x / 71 - (y * seed) / 53);
      data[at + 2] = 128 + 100 * Math.sin((x + y) / (17 + seed));
    }
  }
  await sharp(data, { raw: { width, height, channels: 3 } }).toFile(path);
  return path;
}

/** A file of exactly these bytes. */
export function makeFile(name: string, contents: string | Buffer): string {
  const path = join(made, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, contents);
  return path;
}

/** The first part of a real photo. */
export async function makeTruncatedPhoto(name: string): Promise<string> {
  const whole = readFileSync(await makePhoto(`whole-${name}`, 5));
  return makeFile(name, whole.subarray(0, Math.floor(whole.length / 3)));
}

/** A video of one still, as Chromium's fake camera reads it: JPEG pictures one after the other. */
export async function makeCameraFilm(photo: string): Promise<string> {
  const frame = await sharp(photo).resize(640, 480, { fit: 'cover' }).jpeg().toBuffer();
  const frames = Array.from({ length: 10 }, () => frame);
  return makeFile(`${basename(photo)}.mjpeg`, Buffer.concat(frames));
}
