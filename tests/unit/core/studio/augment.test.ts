import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldenImage } from '../../../../src/core/golden';
import { alterPixels } from '../../../../src/core/studio/alter-pixels';
import { mapPoint, solveHomography } from '../../../../src/core/studio/homography';
import {
  type AugmentPlan,
  planAugment,
  planPlain,
  seedOf,
} from '../../../../src/core/studio/plan-augment';
import {
  defaultBatchTransforms,
  noBatchTransforms,
  transformLimits,
} from '../../../../src/core/studio/transforms';

const target = { width: 32, height: 32 };
const crop = { method: 'crop', minScale: 1 } as const;
const plain = planPlain(target, target, crop);
const image = goldenImage(3, 32, 32);

/** A picture of one value a pixel, from a grid. */
function greyImage(rows: readonly (readonly number[])[]) {
  const values = rows.flat();
  const data = new Uint8ClampedArray(values.flatMap((value) => [value, value, value, 255]));
  return { width: rows[0]?.length ?? 0, height: rows.length, data };
}

function readGrey({ width, data }: { width: number; data: ArrayLike<number> }): number[][] {
  const rows: number[][] = [];
  for (let at = 0; at < data.length; at += 4 * width) {
    rows.push(Array.from({ length: width }, (_, x) => data[at + 4 * x] ?? -1));
  }
  return rows;
}

describe('solveHomography', () => {
  it('takes each corner to its place, and the middle of a trapezium to where its diagonals cross', () => {
    // Unit square to the trapezium (0,0) (4,0) (3,2) (1,2). Its diagonals, (0,0)-(3,2) and
    // (4,0)-(1,2), cross where y = 2x/3 and y = -2(x - 4)/3: at (2, 4/3).
    const from = [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ] as const;
    const to = [
      [0, 0],
      [4, 0],
      [3, 2],
      [1, 2],
    ] as const;
    const map = solveHomography(from, to) ?? [];
    from.forEach(([x, y], i) => {
      const [u, v] = mapPoint(map, x, y);
      expect(u).toBeCloseTo(to[i]?.[0] ?? NaN, 9);
      expect(v).toBeCloseTo(to[i]?.[1] ?? NaN, 9);
    });
    const [x, y] = mapPoint(map, 0.5, 0.5);
    expect(x).toBeCloseTo(2, 9);
    expect(y).toBeCloseTo(4 / 3, 9);
  });

  it('refuses points on a line', () => {
    const line = [
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 0],
    ] as const;
    const square = [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ] as const;
    expect(solveHomography(line, square)).toBeNull();
  });
});

describe('planAugment', () => {
  it('changes nothing where everything is switched off', () => {
    const settings = { item: crop, batch: noBatchTransforms };
    const plan = planAugment({ width: 64, height: 48 }, target, settings, 7);
    expect(plan).toMatchObject({ moved: null, brightness: 1, contrast: 1, blurPx: 0 });
    expect(plan.fit).toEqual(planPlain({ width: 64, height: 48 }, target, crop).fit);
  });

  it('gives the same view for the same seed, and others for other photos, copies and runs', () => {
    const settings = {
      item: { method: 'random-resized-crop', minScale: 0.4 },
      batch: defaultBatchTransforms,
    } as const;
    const view = (seed: number, id: string, copy: number) =>
      JSON.stringify(
        planAugment({ width: 640, height: 480 }, target, settings, seedOf(seed, id, copy)),
      );
    expect(view(1, 'a', 1)).toBe(view(1, 'a', 1));
    const views = [view(1, 'a', 1), view(1, 'a', 2), view(1, 'b', 1), view(2, 'a', 1)];
    expect(new Set(views).size).toBe(4);
  });

  it('crops at random inside the photo, no less than asked, in shapes near the square', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4000 }),
        fc.integer({ min: 1, max: 4000 }),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        fc.integer(),
        (width, height, minScale, seed) => {
          const item = { method: 'random-resized-crop', minScale } as const;
          const settings = { item, batch: noBatchTransforms };
          const { source } = planAugment({ width, height }, target, settings, seed).fit;
          expect(source.x).toBeGreaterThanOrEqual(0);
          expect(source.y).toBeGreaterThanOrEqual(0);
          expect(source.x + source.width).toBeLessThanOrEqual(width + 1e-6);
          expect(source.y + source.height).toBeLessThanOrEqual(height + 1e-6);
          const ratio = source.width / source.height;
          expect(ratio).toBeGreaterThanOrEqual(3 / 4 - 1e-9);
          expect(ratio).toBeLessThanOrEqual(4 / 3 + 1e-9);
          const share = (source.width * source.height) / (width * height);
          // Where no try fits, it is the largest centred square: whatever share that is.
          const centred = Math.min(width, height) ** 2 / (width * height);
          expect(share).toBeGreaterThanOrEqual(Math.min(minScale, centred) - 1e-9);
        },
      ),
    );
  });

  it('never makes a picture of anything but whole bytes, at any strength', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const batch = { flipHorizontal: true, flipVertical: true, ...transformLimits };
        const plan = planAugment(target, target, { item: crop, batch }, seed);
        const { data } = alterPixels(image, plan);
        expect(data).toHaveLength(image.data.length);
        for (let at = 3; at < data.length; at += 4) expect(data[at]).toBe(255);
      }),
      { numRuns: 30 },
    );
  });
});

describe('alterPixels', () => {
  const alter = (grid: number[][], plan: Partial<AugmentPlan>) =>
    readGrey(alterPixels(greyImage(grid), { ...plain, ...plan }));

  it('leaves a plain view alone, in an array of its own', () => {
    const altered = alterPixels(image, plain);
    expect(altered.data).toEqual(image.data);
    expect(altered.data).not.toBe(image.data);
  });

  it('mirrors, turns and shifts pixel by pixel', () => {
    const grid = [
      [10, 20],
      [30, 40],
    ];
    // x comes from 2 - x.
    expect(alter(grid, { moved: [-1, 0, 2, 0, 1, 0, 0, 0, 1] })).toEqual([
      [20, 10],
      [40, 30],
    ]);
    // A quarter turn about the middle: (x, y) comes from (y, 2 - x).
    expect(alter(grid, { moved: [0, 1, 0, -1, 0, 2, 0, 0, 1] })).toEqual([
      [30, 10],
      [40, 20],
    ]);
    // Half a pixel to the left: each is the mean of itself and its right neighbour; outside mirrors.
    expect(alter(grid, { moved: [1, 0, 0.5, 0, 1, 0, 0, 0, 1] })).toEqual([
      [15, 20],
      [35, 40],
    ]);
  });

  it('lights as worked by hand', () => {
    // (100 × 1.2 - 127.5) × 0.5 + 127.5 = 123.75 → 124; (250 × 1.2 - 127.5) × 0.5 + 127.5 = 213.75.
    expect(alter([[100, 250]], { brightness: 1.2, contrast: 0.5 })).toEqual([[124, 214]]);
  });

  it('blurs a point to a Gaussian and keeps its sum', () => {
    const side = 15;
    const grid = Array.from({ length: side }, (_, y) =>
      Array.from({ length: side }, (__, x) => (x === 7 && y === 7 ? 255 : 0)),
    );
    const blurred = alter(grid, { blurPx: 1 });
    // exp(0) / (1 + 2 (e^-0.5 + e^-2 + e^-4.5)) = 0.39905; squared × 255 = 40.6.
    expect(blurred[7]?.[7]).toBe(41);
    // Times e^-0.5: 24.6. Diagonally e^-1: 14.9.
    expect(blurred[7]?.[8]).toBe(25);
    expect(blurred[6]?.[8]).toBe(15);
    const even = alter([[90, 90, 90, 90]], { blurPx: 2.5 });
    expect(even).toEqual([[90, 90, 90, 90]]);
  });

  it('adds noise of the deviation asked for, the same for the same seed', () => {
    const grid = Array.from({ length: 100 }, () => new Array<number>(100).fill(128));
    const noise = { deviation: 0.1, seed: 5 };
    const noisy = alter(grid, { noise }).flat();
    const mean = noisy.reduce((sum, value) => sum + value, 0) / noisy.length;
    const variance = noisy.reduce((sum, value) => sum + (value - mean) ** 2, 0) / noisy.length;
    // 0.1 × 255 = 25.5; with 10,000 values its standard error is 0.18.
    expect(mean).toBeGreaterThan(127);
    expect(mean).toBeLessThan(129);
    expect(Math.sqrt(variance)).toBeGreaterThan(24.8);
    expect(Math.sqrt(variance)).toBeLessThan(26.2);
    expect(alter(grid, { noise }).flat()).toEqual(noisy);
    expect(alter(grid, { noise: { ...noise, seed: 6 } }).flat()).not.toEqual(noisy);
  });
});
