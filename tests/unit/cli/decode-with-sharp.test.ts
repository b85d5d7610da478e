import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeWithSharp, type FitTarget } from '../../../src/cli/decode-with-sharp';

const crop: FitTarget = { width: 8, height: 8, fit: 'crop' };

/** Red left half, blue right half. */
async function halves(width: number, height: number) {
  const blue = await sharp({
    create: { width: width / 2, height, channels: 3, background: '#00f' },
  })
    .png()
    .toBuffer();
  return sharp({ create: { width, height, channels: 3, background: '#f00' } }).composite([
    { input: blue, left: width / 2, top: 0 },
  ]);
}

function pixelAt(
  { width, data }: { width: number; data: Uint8ClampedArray },
  x: number,
  y: number,
) {
  return [...data.subarray(4 * (y * width + x), 4 * (y * width + x) + 4)];
}

describe('decodeWithSharp', () => {
  it('crops, pads and squishes as planned', async () => {
    const photo = await (await halves(64, 32)).png().toBuffer();
    const cropped = await decodeWithSharp(photo, crop);
    expect(pixelAt(cropped.image, 0, 4)).toEqual([255, 0, 0, 255]);
    expect(pixelAt(cropped.image, 7, 4)).toEqual([0, 0, 255, 255]);
    const padded = await decodeWithSharp(photo, { ...crop, fit: 'pad' });
    expect(pixelAt(padded.image, 0, 0)).toEqual([0, 0, 0, 255]);
    expect(pixelAt(padded.image, 0, 4)).toEqual([255, 0, 0, 255]);
    const squished = await decodeWithSharp(photo, { ...crop, fit: 'squish' });
    expect(pixelAt(squished.image, 0, 0)).toEqual([255, 0, 0, 255]);
  });

  it('turns a photo upright by its EXIF orientation', async () => {
    // Orientation 6: the camera was turned, the stored left edge is the upright top edge.
    const stored = await (await halves(64, 64)).jpeg().withMetadata({ orientation: 6 }).toBuffer();
    const { image, header } = await decodeWithSharp(stored, crop);
    expect(header.orientation).toBe(6);
    expect(pixelAt(image, 4, 0)[0]).toBeGreaterThan(200);
    expect(pixelAt(image, 4, 7)[2]).toBeGreaterThan(200);
  });

  it('leaves a photo as it is stored for a model that learnt from such', async () => {
    const stored = await (await halves(64, 64)).jpeg().withMetadata({ orientation: 6 }).toBuffer();
    const { image } = await decodeWithSharp(stored, { ...crop, orientation: 'as-stored' });
    const plain = await decodeWithSharp(await (await halves(64, 64)).jpeg().toBuffer(), crop);
    expect(image.data).toEqual(plain.image.data);
  });

  it('puts transparent parts on white and spreads grey over three channels', async () => {
    const clear = await sharp({
      create: { width: 8, height: 8, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .png()
      .toBuffer();
    expect(pixelAt((await decodeWithSharp(clear, crop)).image, 4, 4)).toEqual([255, 255, 255, 255]);
    const grey = await sharp(new Uint8Array(64).fill(100), {
      raw: { width: 8, height: 8, channels: 1 },
    })
      .png()
      .toBuffer();
    expect(pixelAt((await decodeWithSharp(grey, crop)).image, 4, 4)).toEqual([100, 100, 100, 255]);
  });

  it.each([
    [new Uint8Array(), 'file-empty'],
    [new TextEncoder().encode('not a photo at all'), 'file-not-a-photo'],
    [
      new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      'photo-svg-unsupported',
    ],
  ])('refuses bad files with the page’s codes', async (bytes, code) => {
    await expect(decodeWithSharp(bytes, crop)).rejects.toMatchObject({ code });
  });

  it('refuses a cut-off photo', async () => {
    const whole = await (await halves(64, 64)).jpeg().toBuffer();
    const cut = whole.subarray(0, whole.length / 2);
    await expect(decodeWithSharp(cut, crop)).rejects.toMatchObject({ code: 'file-truncated' });
  });
});
