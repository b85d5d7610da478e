import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../../src/photo/decode-image';
import { FitCanvas } from '../../../src/photo/draw-fit';
import { fetchPhoto } from './support';

const WIDTH = 60;
const HEIGHT = 40;

/** A photo's pixels at half its size, as the model would see them. */
async function seePhoto(name: string): Promise<Uint8ClampedArray> {
  const { bitmap } = await decodeImage(await fetchPhoto(name));
  expect([bitmap.width, bitmap.height]).toEqual([120, 80]);
  const canvas = new FitCanvas({ width: WIDTH, height: HEIGHT }, 'crop');
  const { data } = canvas.draw(bitmap);
  bitmap.close();
  return data;
}

/** A JPEG with its APP1 segments cut out. */
async function withoutExif(photo: Blob): Promise<Blob> {
  const bytes = new Uint8Array(await photo.arrayBuffer());
  const view = new DataView(bytes.buffer);
  const parts = [bytes.subarray(0, 2)];
  let at = 2;
  while (bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
    const end = at + 2 + view.getUint16(at + 2);
    if (bytes[at + 1] !== 0xe1) parts.push(bytes.subarray(at, end));
    at = end;
  }
  return new Blob([...parts, bytes.subarray(at)], { type: 'image/jpeg' });
}

/** Mean difference of two pictures, 0…255. */
function difference(a: Uint8ClampedArray, b: Uint8ClampedArray): number {
  return a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] ?? 0)), 0) / a.length;
}

describe('decodeImage', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('turns EXIF orientation %i upright', async (orientation) => {
    const upright = await seePhoto('plain.png');
    expect(difference(await seePhoto(`orientation-${orientation}.jpg`), upright)).toBeLessThan(2);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'leaves a photo of EXIF orientation %i as it is stored for a model that learnt from such',
    async (orientation) => {
      const photo = await fetchPhoto(`orientation-${orientation}.jpg`);
      const { bitmap } = await decodeImage(photo, 'as-stored');
      // The same file without its EXIF block.
      const stored = await createImageBitmap(await withoutExif(photo));
      const size = { width: stored.width, height: stored.height };
      expect([bitmap.width, bitmap.height]).toEqual([size.width, size.height]);
      const seen = new FitCanvas(size, 'squish').draw(bitmap).data;
      const expected = new FitCanvas(size, 'squish').draw(stored).data;
      bitmap.close();
      stored.close();
      expect(difference(seen, expected)).toBeLessThan(1);
    },
  );

  it.each([
    ['plain.jpg', 2],
    ['plain.webp', 3],
    ['plain.avif', 3],
    ['plain.gif', 3],
    ['16-bit.png', 1],
    ['display-p3.jpg', 3],
    ['trailing-video.jpg', 2],
    // Ink has fewer colours than light.
    ['cmyk.jpg', 20],
  ])('opens %s with the right colours', async (name, tolerance) => {
    const reference = await seePhoto('plain.png');
    expect(difference(await seePhoto(name), reference)).toBeLessThan(tolerance);
  });

  it('opens a greyscale photo as grey', async () => {
    const pixels = await seePhoto('grey.jpg');
    for (let at = 0; at < pixels.length; at += 4) {
      expect(pixels[at]).toBe(pixels[at + 1]);
      expect(pixels[at]).toBe(pixels[at + 2]);
    }
  });

  it('puts transparent parts on white', async () => {
    const pixels = await seePhoto('half-transparent.png');
    expect([...pixels.subarray(0, 4)]).toEqual([255, 255, 255, 255]);
    const last = pixels.subarray(pixels.length - 4);
    expect([...last]).not.toEqual([255, 255, 255, 255]);
  });
});

describe('FitCanvas', () => {
  it('leaves the borders of a padded photo black, not white', async () => {
    const { bitmap } = await decodeImage(await fetchPhoto('half-transparent.png'));
    const { data } = new FitCanvas({ width: 30, height: 30 }, 'pad').draw(bitmap);
    expect([...data.subarray(0, 4)]).toEqual([0, 0, 0, 255]);
  });

  it('averages what it makes smaller', async () => {
    const stripes = new OffscreenCanvas(600, 600);
    const context = stripes.getContext('2d');
    for (let x = 0; x < 600; x += 2) context?.fillRect(x, 0, 1, 600);
    const bitmap = await createImageBitmap(await stripes.convertToBlob());
    const { data } = new FitCanvas({ width: 20, height: 20 }, 'squish').draw(bitmap);
    for (let at = 0; at < data.length; at += 4) expect(data[at]).toSatisfy(isMiddleGrey);
  });
});

function isMiddleGrey(value: number): boolean {
  return Math.abs(value - 127) <= 8;
}
