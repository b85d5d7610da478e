import { ClassifierError } from '../../core/errors';
import { describeLook, LOOK_SIDE } from '../../core/studio/look';
import { fingerprint } from '../../model/read-part';
import { decodeImage } from '../../photo/decode-image';
import { MAX_FILE_BYTES } from '../../photo/inspect-photo';
import type { HandedPhoto, RefusedPhoto, TakeInRequest, TakenPhoto } from '../studio-protocol';
import type { HeldArchives } from './held-archives';

/** Shorter side of a thumbnail, in pixels: sharp on a dense phone screen. */
const THUMBNAIL_SIDE = 256;
/** A panorama's thumbnail is no longer than this. */
const THUMBNAIL_MAX_SIDE = 1024;

/** Handles `takeInPhotos`, one after the other: two large photos at once are too much for a phone. */
export async function takeInPhotos(
  archives: HeldArchives,
  { photos }: TakeInRequest,
  signal: AbortSignal,
): Promise<(TakenPhoto | RefusedPhoto)[]> {
  const taken: (TakenPhoto | RefusedPhoto)[] = [];
  for (const photo of photos) {
    signal.throwIfAborted();
    taken.push(await takeInOrRefuse(archives, photo, signal));
  }
  return taken;
}

async function takeInOrRefuse(
  archives: HeldArchives,
  photo: HandedPhoto,
  signal: AbortSignal,
): Promise<TakenPhoto | RefusedPhoto> {
  try {
    const blob =
      photo.kind === 'file' ? photo.blob : await archives.read(photo.archive, photo.path, signal);
    return await takeIn(blob);
  } catch (error) {
    const known = ClassifierError.from(error);
    if (known.code === 'cancelled') throw known;
    return { ok: false, error: known.toPlain() };
  }
}

async function takeIn(blob: Blob): Promise<TakenPhoto> {
  if (blob.size > MAX_FILE_BYTES) {
    throw new ClassifierError('photo-too-large', `${blob.size} bytes`);
  }
  const { bitmap, header } = await decodeImage(blob);
  try {
    const { width, height } = header.size;
    const small = drawSmall(bitmap);
    const look = describeLook(readSquare(small));
    const [id, thumbnail] = await Promise.all([
      hashFile(blob),
      small.convertToBlob({ type: 'image/jpeg', quality: 0.82 }),
    ]);
    const { type } = header;
    return { ok: true, id, type, width, height, thumbnail, look, blob };
  } finally {
    bitmap.close();
  }
}

async function hashFile(blob: Blob): Promise<string> {
  try {
    return await fingerprint(new Uint8Array(await blob.arrayBuffer()));
  } catch (error) {
    throw ClassifierError.from(error, 'file-unreadable');
  }
}

function drawSmall(bitmap: ImageBitmap): OffscreenCanvas {
  const shorter = Math.min(bitmap.width, bitmap.height);
  const longer = Math.max(bitmap.width, bitmap.height);
  const scale = Math.min(1, THUMBNAIL_SIDE / shorter, THUMBNAIL_MAX_SIDE / longer);
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(bitmap.width * scale)),
    Math.max(1, Math.round(bitmap.height * scale)),
  );
  const context = openContext(canvas);
  // JPEG has no transparency: see-through parts would turn black.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** The picture squished to the small square that looks are made of. */
function readSquare(picture: OffscreenCanvas): Uint8ClampedArray {
  const context = openContext(new OffscreenCanvas(LOOK_SIDE, LOOK_SIDE));
  context.drawImage(picture, 0, 0, LOOK_SIDE, LOOK_SIDE);
  return context.getImageData(0, 0, LOOK_SIDE, LOOK_SIDE).data;
}

function openContext(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  // Pixels are read back at once: main memory, not the GPU, which training may be using.
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new ClassifierError('internal', 'no 2D canvas');
  context.imageSmoothingQuality = 'high';
  return context;
}
