import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planFit } from '../../../src/core/fit';

const landscape = { width: 4000, height: 3000 };
const portrait = { width: 3000, height: 4000 };
const square = { width: 224, height: 224 };

describe('planFit', () => {
  it('crops the middle of a landscape photo', () => {
    expect(planFit(landscape, square, 'crop')).toEqual({
      source: { x: 500, y: 0, width: 3000, height: 3000 },
      target: { x: 0, y: 0, width: 224, height: 224 },
    });
  });

  it('crops the middle of a portrait photo', () => {
    expect(planFit(portrait, square, 'crop').source).toEqual({
      x: 0,
      y: 500,
      width: 3000,
      height: 3000,
    });
  });

  it('pads a landscape photo above and below', () => {
    expect(planFit(landscape, square, 'pad')).toEqual({
      source: { x: 0, y: 0, width: 4000, height: 3000 },
      target: { x: 0, y: 28, width: 224, height: 168 },
    });
  });

  it('squishes the whole photo onto the whole target', () => {
    expect(planFit(portrait, square, 'squish')).toEqual({
      source: { x: 0, y: 0, width: 3000, height: 4000 },
      target: { x: 0, y: 0, width: 224, height: 224 },
    });
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a side of %d', (side) => {
    expect(() => planFit({ width: side, height: 10 }, square, 'crop')).toThrow(RangeError);
  });

  it('stays inside both pictures and keeps the aspect ratio, whatever the sizes', () => {
    const side = fc.integer({ min: 1, max: 30_000 });
    const size = fc.record({ width: side, height: side });
    fc.assert(
      fc.property(size, size, fc.constantFrom('crop', 'pad'), (photo, target, fit) => {
        const plan = planFit(photo, target, fit);
        for (const [rect, bounds] of [
          [plan.source, photo],
          [plan.target, target],
        ] as const) {
          expect(rect.x).toBeGreaterThanOrEqual(0);
          expect(rect.y).toBeGreaterThanOrEqual(0);
          expect(rect.x + rect.width).toBeLessThanOrEqual(bounds.width * (1 + 1e-12));
          expect(rect.y + rect.height).toBeLessThanOrEqual(bounds.height * (1 + 1e-12));
        }
        const scaleX = plan.target.width / plan.source.width;
        const scaleY = plan.target.height / plan.source.height;
        expect(scaleX / scaleY).toBeCloseTo(1, 9);
      }),
    );
  });
});
