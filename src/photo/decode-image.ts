import type { Orientation } from '../core/contract';
import { ClassifierError } from '../core/errors';
import { checkSize, inspectPhoto, MAX_FILE_BYTES, type PhotoHeader } from './inspect-photo';
import type { ImageType } from './sniff-image-type';
import { undoOrientation } from './undo-orientation';

/** A photo opened for drawing. Whoever holds it closes `bitmap`. */
interface DecodedPhoto {
  /** Pixels in sRGB; upright, unless asked for as stored. */
  bitmap: ImageBitmap;
  header: PhotoHeader;
}

/**
 * Opens a photo file: checks its header, then lets the browser decode it off the thread, in sRGB.
 *
 * @param orientation Whether EXIF's orientation is obeyed. Some models learnt from photos as they
 *   are stored.
 * @throws ClassifierError every `file-…` and `photo-…` code.
 */
export async function decodeImage(
  file: Blob,
  orientation: Orientation = 'upright',
): Promise<DecodedPhoto> {
  if (file.size > MAX_FILE_BYTES) {
    throw new ClassifierError('photo-too-large', `${file.size} bytes`);
  }
  const header = inspectPhoto(await readBytes(file));
  const upright = await decode(file, header.type);
  const bitmap = orientation === 'upright' ? upright : undoOrientation(upright, header.orientation);
  try {
    checkSize(bitmap);
  } catch (error) {
    bitmap.close();
    throw error;
  }
  // The decoder has the last word on the size: AVIF keeps its rotation where headers don't show it.
  return { bitmap, header: { ...header, size: { width: bitmap.width, height: bitmap.height } } };
}

async function readBytes(file: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    // The file was moved, changed or unplugged since it was chosen.
    throw ClassifierError.from(error, 'file-unreadable');
  }
}

async function decode(file: Blob, type: ImageType): Promise<ImageBitmap> {
  // The browser believes a blob's declared type where there is one; only the bytes are to count.
  const typed = file.type === type ? file : file.slice(0, file.size, type);
  try {
    return await createImageBitmap(typed, { imageOrientation: 'from-image' });
  } catch (error) {
    throw new ClassifierError(failureOf(type), String(error), { cause: error });
  }
}

/** What it means that the browser can't decode a whole file of this type. */
function failureOf(
  type: ImageType,
): 'photo-decode-failed' | `photo-${'heic' | 'format'}-unsupported` {
  if (type === 'image/heic') return 'photo-heic-unsupported';
  const everywhere: ImageType[] = [
    'image/jpeg',
    'image/png',
    'image/gif',
    'image/webp',
    'image/bmp',
  ];
  return everywhere.includes(type) ? 'photo-decode-failed' : 'photo-format-unsupported';
}
