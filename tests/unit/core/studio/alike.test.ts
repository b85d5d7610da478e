import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/core/random';
import { AlikeFinder } from '../../../../src/core/studio/find-alike';
import { describeLook, LOOK_SIDE, readLook, type Look } from '../../../../src/core/studio/look';

/** A picture of a few soft blobs; every seed another one. */
function paint(seed: number, change: (value: number) => number = (value) => value): Uint8Array {
  const random = createRandom(seed);
  const blobs = Array.from({ length: 6 }, () => ({
    x: random.nextFloat() * LOOK_SIDE,
    y: random.nextFloat() * LOOK_SIDE,
    size: 20 + random.nextFloat() * 60,
    colour: [random.nextFloat(), random.nextFloat(), random.nextFloat()],
  }));
  const rgba = new Uint8Array(LOOK_SIDE * LOOK_SIDE * 4);
  for (let i = 0; i < LOOK_SIDE * LOOK_SIDE; i++) {
    const [x, y] = [i % LOOK_SIDE, Math.floor(i / LOOK_SIDE)];
    for (let channel = 0; channel < 3; channel++) {
      const light = blobs.reduce((sum, blob) => {
        const far = (x - blob.x) ** 2 + (y - blob.y) ** 2;
        return sum + (blob.colour[channel] ?? 0) * Math.exp(-far / blob.size);
      }, 0.1);
      rgba[4 * i + channel] = Math.max(0, Math.min(255, change(light * 130)));
    }
    rgba[4 * i + 3] = 255;
  }
  return rgba;
}

const lookOf = (rgba: Uint8Array): Look | null => readLook(describeLook(rgba));

function group(looks: (Look | null)[]): number[] {
  const finder = new AlikeFinder(looks.length);
  for (const look of looks) finder.add(look);
  return finder.listGroups();
}

describe('looks', () => {
  it('find a photo again that is brighter, of less contrast or noisy, and no other', () => {
    const random = createRandom(9);
    const looks = [
      lookOf(paint(1)),
      lookOf(paint(1, (value) => value * 1.05 + 4)),
      lookOf(paint(1, (value) => value * 0.9)),
      lookOf(paint(1, (value) => value + (random.nextFloat() - 0.5) * 12)),
      ...Array.from({ length: 40 }, (_, i) => lookOf(paint(100 + i))),
    ];
    const groups = group(looks);
    expect(groups.slice(0, 4)).toEqual([0, 0, 0, 0]);
    expect(new Set(groups).size).toBe(41);
  });

  it('hold pictures of other colours apart, though they are as bright', () => {
    const grey = paint(1);
    const tinted = grey.map((value, i) =>
      i % 4 === 0 ? Math.min(255, value + 50) : i % 4 === 1 ? Math.max(0, value - 25) : value,
    );
    expect(group([lookOf(grey), lookOf(tinted)])).toEqual([0, 1]);
  });

  it('never take flat pictures for alike, and survive what is no look', () => {
    const flat = new Uint8Array(LOOK_SIDE * LOOK_SIDE * 4).fill(120);
    expect(group([lookOf(flat), lookOf(flat), null])).toEqual([0, 1, 2]);
    expect(readLook(new Uint8Array(3))).toBeNull();
  });

  it('have the correlation that Pearson’s formula gives', () => {
    const [one, other] = [lookOf(paint(3)), lookOf(paint(4))];
    const dot = (a: Float32Array, b: Float32Array) =>
      a.reduce((sum, v, i) => sum + v * (b[i] ?? 0), 0);
    // Pearson's r computed from the 16 × 16 means of the pictures themselves.
    const means = (rgba: Uint8Array) =>
      Array.from({ length: 256 }, (_, at) => {
        let sum = 0;
        for (const dy of [0, 1]) {
          for (const dx of [0, 1]) {
            const i = (Math.floor(at / 16) * 2 + dy) * LOOK_SIDE + (at % 16) * 2 + dx;
            const [r = 0, g = 0, b = 0] = rgba.subarray(4 * i, 4 * i + 3);
            sum += 0.299 * r + 0.587 * g + 0.114 * b;
          }
        }
        return sum / 4;
      });
    const [a, b] = [means(paint(3)), means(paint(4))];
    const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
    const [ma, mb] = [mean(a), mean(b)];
    const top = a.reduce((sum, v, i) => sum + (v - ma) * ((b[i] ?? 0) - mb), 0);
    const spread = (values: number[], m: number) =>
      Math.sqrt(values.reduce((sum, v) => sum + (v - m) ** 2, 0));
    const r = top / (spread(a, ma) * spread(b, mb));
    expect(one && other ? dot(one.grey, other.grey) : NaN).toBeCloseTo(r, 3);
  });
});
