import { imageSize } from 'image-size';
import type { PhotoNotice } from '../core/classification';
import { ClassifierError } from '../core/errors';
import type { Size } from '../core/fit';
import { isAnimated } from './find-animation';
import { isTruncated } from './find-truncation';
import { type ImageType, sniffImageType } from './sniff-image-type';

/** What a file says about its picture before anyone decodes it. */
export interface PhotoHeader {
  type: ImageType;
  /** Upright size in pixels, after EXIF orientation. */
  size: Size;
  /** EXIF orientation, 1 … 8. */
  orientation: number;
  notices: PhotoNotice[];
}

/** The most pixels that are decoded: 4 bytes each must fit in memory, on phones too. */
export const MAX_PIXELS = 120_000_000;
/** The longest side that is decoded. */
const MAX_SIDE_PIXELS = 30_000;
/** The largest file that is read at all. */
export const MAX_FILE_BYTES = 512 * 2 ** 20;

/** Headers nearly always end before this; the whole file is searched only when they don't. */
const HEADER_BYTES = 2 ** 20;

/**
 * Reads a photo's header and refuses, before anything is decoded, what can't or must not be.
 *
 * @throws ClassifierError `file-empty`, `file-not-a-photo`, `file-truncated`, `photo-no-pixels`,
 *   `photo-too-large`, `photo-svg-unsupported` or `photo-decode-failed` (unreadable header).
 */
export function inspectPhoto(bytes: Uint8Array): PhotoHeader {
  if (bytes.length === 0) throw new ClassifierError('file-empty');
  const type = sniffImageType(bytes);
  if (!type) throw new ClassifierError('file-not-a-photo');
  if (type === 'image/svg+xml') throw new ClassifierError('photo-svg-unsupported');
  const { orientation, ...stored } = readSize(type, bytes);
  checkSize(stored);
  if (isTruncated(type, bytes)) throw new ClassifierError('file-truncated', type);
  return {
    type,
    size: orientation >= 5 ? { width: stored.height, height: stored.width } : stored,
    orientation,
    notices: isAnimated(type, bytes) ? ['first-frame-of-animation'] : [],
  };
}

/**
 * Checks that a picture has pixels and not too many.
 *
 * @throws ClassifierError `photo-no-pixels` or `photo-too-large`.
 */
export function checkSize({ width, height }: Size): void {
  const detail = `${width} × ${height}`;
  if (!(width > 0 && height > 0)) throw new ClassifierError('photo-no-pixels', detail);
  if (Math.max(width, height) > MAX_SIDE_PIXELS || width * height > MAX_PIXELS) {
    throw new ClassifierError('photo-too-large', detail);
  }
}

function readSize(type: ImageType, bytes: Uint8Array): Size & { orientation: number } {
  const { width, height, orientation } =
    tryImageSize(bytes.subarray(0, HEADER_BYTES)) ??
    tryImageSize(bytes) ??
    fail(type, isTruncated(type, bytes));
  return { width, height, orientation: orientation ?? 1 };
}

function tryImageSize(bytes: Uint8Array): ReturnType<typeof imageSize> | null {
  try {
    return imageSize(bytes);
  } catch {
    return null; // It throws plain errors for whatever it can't read; `fail` says what that means.
  }
}

function fail(type: ImageType, truncated: boolean): never {
  throw truncated
    ? new ClassifierError('file-truncated', type)
    : new ClassifierError('photo-decode-failed', `${type}: no size in the header`);
}
