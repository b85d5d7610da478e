import { describe, expect, it } from 'vitest';
import type { InputSpec } from '../../../src/core/manifest';
import { fillInput } from '../../../src/engine/to-tensor';

/** Two pixels: red-ish, then blue-ish. */
const image = {
  width: 2,
  height: 1,
  data: new Uint8ClampedArray([255, 51, 0, 255, 0, 102, 255, 255]),
};
const spec: InputSpec = {
  width: 2,
  height: 1,
  fit: 'crop',
  channels: 'rgb',
  layout: 'nhwc',
  scale: { multiply: 1, add: 0 },
};

function fill(changes: Partial<InputSpec>, length = 6): number[] {
  return [...fillInput(image, { ...spec, ...changes }, new Float32Array(length))];
}

describe('fillInput', () => {
  it('orders the channels as the model wants them', () => {
    expect(fill({ channels: 'rgb' })).toEqual([255, 51, 0, 0, 102, 255]);
    expect(fill({ channels: 'bgr' })).toEqual([0, 51, 255, 255, 102, 0]);
  });

  it('lays them out last or first', () => {
    expect(fill({ layout: 'nchw' })).toEqual([255, 0, 51, 102, 0, 255]);
  });

  it('scales bytes to the model’s range', () => {
    const scaled = fill({ scale: { multiply: 1 / 127.5, add: -1 } });
    expect(scaled[0]).toBeCloseTo(1);
    expect(scaled[2]).toBeCloseTo(-1);
  });

  it('makes grey of all three colours', () => {
    const [first] = fill({ channels: 'grey' }, 2);
    expect(first).toBeCloseTo(0.299 * 255 + 0.587 * 51, 4);
  });

  it('gives opacity as the fourth channel where a model wants it, as ml5 does', () => {
    // ml5's normalizeValue(byte, 5, 255) of every byte of a canvas, whose pixels are opaque.
    const bytes = [255, 51, 0, 255, 0, 102, 255, 255];
    const theirs = bytes.map((byte) => (byte - 5) / (255 - 5));
    const scale = { multiply: 1 / 250, add: -5 / 250 };
    fill({ channels: 'rgba', scale }, 8).forEach((value, i) => {
      expect(value).toBeCloseTo(theirs[i] ?? NaN, 6);
    });
    expect(fill({ channels: 'rgba', layout: 'nchw' }, 8)).toEqual([
      ...[255, 0, 51, 102],
      ...[0, 255, 255, 255],
    ]);
  });

  it('leaves opacity alone where red, green and blue have numbers of their own', () => {
    const scale: InputSpec['scale'] = { multiply: [1, 2, 3], add: [10, 20, 30] };
    expect(fill({ channels: 'rgba', scale }, 8)).toEqual([265, 122, 30, 255, 10, 224, 795, 255]);
  });

  it('scales each colour by its own numbers, wherever it lies', () => {
    const scale: InputSpec['scale'] = { multiply: [1, 2, 3], add: [10, 20, 30] };
    expect(fill({ scale })).toEqual([265, 122, 30, 10, 224, 795]);
    expect(fill({ scale, channels: 'bgr' })).toEqual([30, 122, 265, 795, 224, 10]);
    expect(fill({ scale, layout: 'nchw' })).toEqual([265, 10, 122, 224, 30, 795]);
    const [first] = fill({ scale, channels: 'grey' }, 2);
    expect(first).toBeCloseTo(0.299 * 265 + 0.587 * 122 + 0.114 * 30, 3);
  });
});
