import { ClassifierError } from '../core/errors';

/** From upright to stored, by EXIF orientation: how x and y turn, and which side is added. */
const undoing: Record<number, readonly [number, number, number, number, number, number]> = {
  2: [-1, 0, 0, 1, 1, 0],
  3: [-1, 0, 0, -1, 1, 1],
  4: [1, 0, 0, -1, 0, 1],
  5: [0, 1, 1, 0, 0, 0],
  6: [0, -1, 1, 0, 0, 1],
  7: [0, -1, -1, 0, 1, 1],
  8: [0, 1, -1, 0, 1, 0],
};

/**
 * Turns an upright picture back to how it is stored. Browsers turn it upright whatever they are
 * asked: to them `imageOrientation: 'none'` is another word for `from-image`.
 *
 * @param bitmap Closed when another one takes its place.
 * @param orientation EXIF's, 1 … 8.
 */
export function undoOrientation(bitmap: ImageBitmap, orientation: number): ImageBitmap {
  const turn = undoing[orientation];
  if (!turn) return bitmap;
  const [width, height] =
    orientation >= 5 ? [bitmap.height, bitmap.width] : [bitmap.width, bitmap.height];
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { colorSpace: 'srgb' });
  if (!context) throw new ClassifierError('internal', 'no 2D canvas');
  const [a, b, c, d, right, down] = turn;
  context.setTransform(a, b, c, d, right * width, down * height);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.transferToImageBitmap();
}
