import { planAugment } from '../../core/studio/plan-augment';
import { augment } from '../../photo/augment';
import { decodeImage } from '../../photo/decode-image';
import { FitCanvas } from '../../photo/draw-fit';
import type { ShowBatchRequest } from '../studio-protocol';

/** Handles `showBatch`: each photo as one random view of it. */
export async function showBatch(
  { photos, item, batch, sidePixels, seed }: ShowBatchRequest,
  signal: AbortSignal,
): Promise<ImageBitmap[]> {
  const size = { width: sidePixels, height: sidePixels };
  const canvas = new FitCanvas(size, 'crop');
  const views: ImageBitmap[] = [];
  try {
    for (const [i, photo] of photos.entries()) {
      signal.throwIfAborted();
      const { bitmap } = await decodeImage(photo);
      try {
        const plan = planAugment(bitmap, size, { item, batch }, (seed + i * SEED_STEP) | 0);
        const { data, width, height } = augment(bitmap, canvas, plan);
        views.push(
          await createImageBitmap(new ImageData(new Uint8ClampedArray(data), width, height)),
        );
      } finally {
        bitmap.close();
      }
    }
    return views;
  } catch (error) {
    for (const view of views) view.close();
    throw error;
  }
}

/** Keeps the seeds of neighbours far apart. */
const SEED_STEP = 0x9e3779b1;
