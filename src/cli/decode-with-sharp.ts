import { readFile } from 'node:fs/promises';
import { ClassifierError } from '../core/errors';
import type { Orientation } from '../core/contract';
import type { Fit, Size } from '../core/fit';
import type { ModelImage } from '../core/model-image';
import { inspectPhoto, type PhotoHeader } from '../photo/inspect-photo';
import { fitPhoto, openPhoto } from './open-photo';

/** Where the photo goes: the model's size, how to fit it, and whether to obey its orientation. */
export type FitTarget = Size & { fit: Fit; orientation?: Orientation | undefined };

/** A photo at the model's size, and what its file said. */
interface FittedPhoto {
  image: ModelImage;
  header: PhotoHeader;
}

/**
 * Reads a photo file.
 *
 * @throws ClassifierError `file-unreadable`.
 */
export async function readPhoto(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw ClassifierError.from(error, 'file-unreadable');
  }
}

/**
 * Opens a photo the way the page does (sRGB, transparent parts on white, the same fit) with
 * sharp in place of the browser's decoder. Pixels differ by about 1.5 of 255.
 *
 * @throws ClassifierError the `file-…` and `photo-…` codes.
 */
export async function decodeWithSharp(bytes: Uint8Array, target: FitTarget): Promise<FittedPhoto> {
  const header = inspectPhoto(bytes);
  try {
    const photo = await openPhoto(bytes, target.orientation);
    const image = await fitPhoto(photo, target, target.fit);
    return { image, header: { ...header, size: { width: photo.width, height: photo.height } } };
  } catch (error) {
    throw ClassifierError.from(error, failureOf(header));
  }
}

/** What it means that sharp can't decode a file whose header is sound. */
function failureOf({ type }: PhotoHeader): ClassifierError['code'] {
  if (type === 'image/heic') return 'photo-heic-unsupported';
  const decodable = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif'];
  return decodable.includes(type) ? 'photo-decode-failed' : 'photo-format-unsupported';
}
