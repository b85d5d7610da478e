import type { ModelImage } from './model-image';

/** The picture mirrored left to right. */
export function flipImage(image: ModelImage): ModelImage {
  return movePixels(image, (x, y) => [image.width - 1 - x, y]);
}

/**
 * The picture moved by whole pixels; what comes into sight repeats the edge.
 *
 * @param right Pixels to the right, negative for left.
 * @param down Pixels down, negative for up.
 */
export function shiftImage(image: ModelImage, right: number, down: number): ModelImage {
  const clamp = (value: number, length: number) => Math.min(length - 1, Math.max(0, value));
  return movePixels(image, (x, y) => [
    clamp(x - right, image.width),
    clamp(y - down, image.height),
  ]);
}

/** @param from Where the pixel at a place comes from. */
function movePixels(
  { width, height, data }: ModelImage,
  from: (x: number, y: number) => [x: number, y: number],
): ModelImage {
  const moved = new Uint8ClampedArray(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [fromX, fromY] = from(x, y);
      const source = 4 * (fromY * width + fromX);
      moved.set(data.subarray(source, source + 4), 4 * (y * width + x));
    }
  }
  return { width, height, data: moved };
}
