import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../src/core/errors';
import { createClient, drawPhoto, fetchPhoto, tinyModel } from './support';

const refused: Record<string, ErrorCode> = {
  'empty.jpg': 'file-empty',
  'text.jpg': 'file-not-a-photo',
  'truncated.jpg': 'file-truncated',
  'truncated-header.jpg': 'file-truncated',
  'truncated.png': 'file-truncated',
  'truncated.webp': 'file-truncated',
  'truncated.avif': 'file-truncated',
  'damaged.jpg': 'photo-decode-failed',
  'zero-size.png': 'photo-no-pixels',
  'bomb.png': 'photo-too-large',
  'long.png': 'photo-too-large',
  'drawing.svg': 'photo-svg-unsupported',
  'drawing.jpg': 'photo-svg-unsupported',
  'photo.heic': 'photo-heic-unsupported',
  'plain.tiff': 'photo-format-unsupported',
};

describe('a photo that cannot be classified', () => {
  it('is refused with its code, and the others in the batch go on', async () => {
    const client = createClient();
    await client.open(tinyModel);
    const names = Object.keys(refused);
    const good = await drawPhoto();
    const outcomes = await Promise.allSettled(
      names.flatMap((name) => [
        fetchPhoto(name).then((photo) => client.classify(photo)),
        client.classify(good),
      ]),
    );
    const codes = outcomes.map((outcome) =>
      outcome.status === 'rejected' ? (outcome.reason as { code: ErrorCode }).code : 'classified',
    );
    expect(codes).toEqual(names.flatMap((name) => [refused[name], 'classified']));
  });

  it('is told by its bytes, not by its name or the type it claims', async () => {
    const client = createClient();
    await client.open(tinyModel);
    const bytes = await (await fetchPhoto('plain.webp')).arrayBuffer();
    const disguised = new File([bytes], 'photo.txt', { type: 'text/plain' });
    const { classification } = await client.classify(disguised);
    expect(classification.photo.type).toBe('image/webp');
  });
});

describe('an unusual photo', () => {
  it.each([
    ['animated.gif', 'image/gif'],
    ['animated.webp', 'image/webp'],
    ['animated.png', 'image/png'],
  ])('%s is judged by its first frame, and a notice says so', async (name, type) => {
    const client = createClient();
    await client.open(tinyModel);
    const moving = await client.classify(await fetchPhoto(name));
    expect(moving.classification.photo).toMatchObject({
      type,
      notices: ['first-frame-of-animation'],
    });
    const still = await client.classify(await fetchPhoto('plain.png'));
    const [top, same] = [moving, still].map((reply) => reply.classification.evidence.ranked[0]);
    expect(top?.label).toBe(same?.label);
    expect(top?.probability).toBeCloseTo(same?.probability ?? NaN, 1);
  });

  it('a hundred megapixels are opened and judged', async () => {
    const client = createClient();
    await client.open(tinyModel);
    const { classification } = await client.classify(await fetchPhoto('hundred-megapixels.png'));
    expect(classification.photo.size).toEqual({ width: 12_000, height: 8_400 });
  });

  it('a very small one is judged with a notice', async () => {
    const client = createClient();
    await client.open(tinyModel);
    const tiny = await client.classify(await drawPhoto(1, { width: 7, height: 9 }));
    expect(tiny.classification.photo.notices).toEqual(['very-small-photo']);
  });
});
