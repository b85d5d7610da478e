import { ClassifierError } from '../core/errors';
import type { ModelImage } from '../core/model-image';

/** Longer side in pixels: sharp enough beside a verdict, and about 3 kB. */
const SIDE = 96;

/** Makes a small JPEG of what a model sees of a photo. */
export async function drawThumbnail({ width, height, data }: ModelImage): Promise<Blob> {
  const pixels = new ImageData(Uint8ClampedArray.from(data), width, height);
  const bitmap = await createImageBitmap(pixels);
  try {
    const scale = Math.min(1, SIDE / Math.max(width, height));
    const canvas = new OffscreenCanvas(
      Math.max(1, Math.round(width * scale)),
      Math.max(1, Math.round(height * scale)),
    );
    const context = canvas.getContext('2d');
    if (!context) throw new ClassifierError('internal', 'no 2D canvas');
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
  } finally {
    bitmap.close();
  }
}
