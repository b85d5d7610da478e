import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  pickStrongest,
  rateImportance,
  toLogOdds,
} from '../../../../src/core/occlusion/importance';
import {
  findMeanColour,
  hideRects,
  OCCLUSION_GRID,
  planCells,
  planPatches,
} from '../../../../src/core/occlusion/patches';
import { findRegion } from '../../../../src/core/occlusion/region';

const size = { width: 18, height: 9 };
const nine = { columns: 9, rows: 9 };

describe('planPatches', () => {
  it('centres three cells by three on each, cut at the edges', () => {
    const patches = planPatches(size, nine);
    expect(patches).toHaveLength(81);
    expect(patches[0]).toEqual({ x: 0, y: 0, width: 4, height: 2 });
    // Row 4, column 4: cells 3 to 5 both ways, two pixels wide and one high each.
    expect(patches[40]).toEqual({ x: 6, y: 3, width: 6, height: 3 });
    expect(patches[80]).toEqual({ x: 14, y: 7, width: 4, height: 2 });
  });

  it('covers every pixel, and nothing outside, whatever the size', () => {
    const side = fc.integer({ min: 9, max: 60 });
    fc.assert(
      fc.property(side, side, (width, height) => {
        const times = new Uint8Array(width * height);
        for (const { x, y, ...rect } of planCells({ width, height }, OCCLUSION_GRID)) {
          for (let row = y; row < y + rect.height; row++) {
            for (let column = x; column < x + rect.width; column++) {
              // Outside it would be another row, or no pixel at all.
              if (column >= width || row >= height) throw new Error(`${column}, ${row}`);
              times[row * width + column] = (times[row * width + column] ?? 0) + 1;
            }
          }
        }
        // Cells lie side by side: each pixel is in exactly one.
        expect([...times].every((count) => count === 1)).toBe(true);
      }),
    );
  });
});

describe('hideRects', () => {
  const image = {
    width: 2,
    height: 1,
    data: Uint8ClampedArray.from([0, 100, 200, 255, 100, 200, 0, 255]),
  };

  it('paints with the mean colour and leaves the rest, and the original, alone', () => {
    const mean = findMeanColour(image);
    expect(mean).toEqual([50, 150, 100]);
    const hidden = hideRects(image, [{ x: 1, y: 0, width: 1, height: 1 }], mean);
    expect([...hidden.data]).toEqual([0, 100, 200, 255, 50, 150, 100, 255]);
    expect(image.data[4]).toBe(100);
  });
});

describe('rateImportance', () => {
  const grid = { columns: 2, rows: 2 };

  it('is the drop beside the largest drop; a rise is no importance', () => {
    // Drops of 1, 4, −2 and 2.
    expect(rateImportance(5, [4, 1, 7, 3], grid, 0.1)?.weights).toEqual([0.25, 1, 0, 0.5]);
  });

  it('makes no map of nothing', () => {
    expect(rateImportance(5, [5, 5, 5, 5], grid, 0)).toBeNull();
    expect(rateImportance(5, [6, 7, 8, 9], grid, 0)).toBeNull();
    expect(rateImportance(5, [4.95, 5, 5, 5], grid, 0.1)).toBeNull();
  });

  it('refuses a wrong number of answers, and answers that are none', () => {
    expect(() => rateImportance(5, [1, 2, 3], grid, 0)).toThrow(RangeError);
    expect(() => rateImportance(5, [1, 2, 3, NaN], grid, 0)).toThrow(RangeError);
  });

  it('always has weights in 0 to 1 with a 1 among them, and ignores a common shift', () => {
    // Whole numbers: shifting them loses nothing to rounding.
    const answers = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(answers, fc.integer({ min: -1000, max: 1000 }), (hidden, shift) => {
        const map = rateImportance(1, hidden, grid, 0);
        expect(
          rateImportance(
            1 + shift,
            hidden.map((answer) => answer + shift),
            grid,
            0,
          ),
        ).toEqual(map);
        if (!map) return;
        expect(Math.max(...map.weights)).toBe(1);
        expect(Math.min(...map.weights)).toBeGreaterThanOrEqual(0);
        expect(pickStrongest(map).length).toBeGreaterThan(0);
      }),
    );
  });

  it('knows the strongest: two fifths of the most, and more', () => {
    const map = { ...grid, weights: [0.25, 1, 0, 0.5] };
    expect(pickStrongest(map)).toEqual([1, 3]);
  });
});

describe('toLogOdds', () => {
  it('is 0 at even odds, log 9 at 0.9, and finite at certainty', () => {
    expect(toLogOdds(0.5)).toBe(0);
    expect(toLogOdds(0.9)).toBeCloseTo(Math.log(9), 12);
    expect(toLogOdds(1)).toBeCloseTo(-toLogOdds(0), 6);
    expect(Number.isFinite(toLogOdds(1))).toBe(true);
  });
});

describe('findRegion', () => {
  /** A map that weighs 1 where `matters` says so. */
  const mapOf = (matters: (column: number, row: number) => boolean) => ({
    ...nine,
    weights: Array.from({ length: 81 }, (_, cell) =>
      matters(cell % 9, Math.floor(cell / 9)) ? 1 : 0,
    ),
  });

  it.each([
    ['upper-left', (column: number, row: number) => column < 2 && row < 3],
    ['middle-centre', (column: number, row: number) => column === 4 && row === 5],
    ['lower-right', (column: number, row: number) => column > 5 && row > 6],
    ['upper', (_: number, row: number) => row < 3],
    ['band-across', (_: number, row: number) => row === 4],
    ['right', (column: number) => column > 6],
    ['band-down', (column: number) => column === 4],
    ['spread', () => true],
    ['spread', () => false],
  ] as const)('calls it %s', (region, matters) => {
    expect(findRegion(mapOf(matters))).toBe(region);
  });

  it('goes by weight, not by the number of cells', () => {
    const weights = Array.from({ length: 81 }, () => 0.1);
    weights[0] = 20;
    expect(findRegion({ ...nine, weights })).toBe('upper-left');
  });

  it('also divides grids that have no thirds', () => {
    expect(findRegion({ columns: 2, rows: 2, weights: [0, 0, 0, 1] })).toBe('lower-right');
  });
});
