import { describe, expect, it } from 'vitest';
import { flipImage, shiftImage } from '../../../src/core/alter-image';
import type { ModelImage } from '../../../src/core/model-image';

/** Three pixels wide and two high; each pixel's red is its number. */
function draw(reds: readonly number[]): ModelImage {
  const data = new Uint8ClampedArray(reds.flatMap((red) => [red, 0, 0, 255]));
  return { width: 3, height: 2, data };
}

function redsOf({ data }: ModelImage): number[] {
  return [...data].filter((_, i) => i % 4 === 0);
}

const picture = draw([1, 2, 3, 4, 5, 6]);

describe('altered pictures', () => {
  it('are mirrored left to right', () => {
    expect(redsOf(flipImage(picture))).toEqual([3, 2, 1, 6, 5, 4]);
    expect(flipImage(flipImage(picture))).toEqual(picture);
  });

  it('are moved, and the edge repeats', () => {
    expect(redsOf(shiftImage(picture, 1, 0))).toEqual([1, 1, 2, 4, 4, 5]);
    expect(redsOf(shiftImage(picture, -1, 1))).toEqual([2, 3, 3, 2, 3, 3]);
    expect(redsOf(shiftImage(picture, 9, 9))).toEqual([1, 1, 1, 1, 1, 1]);
  });
});
