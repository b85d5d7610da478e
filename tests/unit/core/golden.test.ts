import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { goldenImage } from '../../../src/core/golden';

const hashOf = (seed: number, side = 224) =>
  createHash('sha256')
    .update(goldenImage(seed, side, side).data)
    .digest('hex')
    .slice(0, 16);

describe('goldenImage', () => {
  test('draws these very bytes: golden outputs rest on them', () => {
    expect([hashOf(1), hashOf(2)]).toEqual(['5a80bad9098528a9', '36c7493dd80ccf16']);
  });

  test('is opaque, soft and colourful', () => {
    const { data, width } = goldenImage(1, 64, 64);
    let largestStep = 0;
    for (let at = 0; at < data.length; at += 4) {
      expect(data[at + 3]).toBe(255);
      if ((at / 4) % width === width - 1) continue;
      largestStep = Math.max(largestStep, Math.abs((data[at] ?? 0) - (data[at + 4] ?? 0)));
    }
    expect(largestStep).toBeLessThan(64);
    const reds = data.filter((_, at) => at % 4 === 0);
    expect(Math.max(...reds) - Math.min(...reds)).toBeGreaterThan(60);
  });

  test('draws any size and any seed', () => {
    expect(goldenImage(-5, 3, 7).data).toHaveLength(3 * 7 * 4);
    expect(hashOf(3, 32)).not.toBe(hashOf(4, 32));
  });
});
