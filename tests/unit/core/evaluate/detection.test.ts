import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aurocInterval, measureDetection } from '../../../../src/core/evaluate/measure-detection';

const judged = (scores: readonly number[], pValue = 0.5) =>
  scores.map((score) => ({ score, pValue }));

describe('aurocInterval', () => {
  it('agrees with the interval worked out by hand', () => {
    // θ = .8 of 50 and 50 photos. At an end t of the interval |.8 − t| = 1.96 · √V(t), where V(t) is
    // Hanley & McNeil's t(1 − t)/(mn) · [1 + (N − 1)((1 − t)/(2 − t) + t/(1 + t))], N = 50. Both ends
    // are put back into that form, which the code does not use.
    const { low, high } = aurocInterval(0.8, 50, 50);
    for (const t of [low, high]) {
      const variance = ((t * (1 - t)) / 2500) * (1 + 49 * ((1 - t) / (2 - t) + t / (1 + t)));
      expect(Math.abs(0.8 - t)).toBeCloseTo(1.959964 * Math.sqrt(variance), 5);
    }
    expect(low).toBeGreaterThan(0.69);
    expect(high).toBeLessThan(0.88);
  });

  it('is never certain, not even of a perfect result', () => {
    const { low, high } = aurocInterval(1, 20, 20);
    expect(high).toBe(1);
    expect(low).toBeGreaterThan(0.8);
    expect(low).toBeLessThan(0.95);
  });

  it('holds its value and stays in [0, 1], whatever the counts', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 500 }),
        (area, inside, outside) => {
          const { low, high } = aurocInterval(area, inside, outside);
          expect(low).toBeGreaterThanOrEqual(0);
          expect(low).toBeLessThanOrEqual(area);
          expect(high).toBeGreaterThanOrEqual(area);
          expect(high).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

describe('measureDetection', () => {
  it('counts by hand: one of four strangers passes for known', () => {
    // The line that 95 % of 20 known photos pass is the 19th score, 19. Of 5, 30, 40 and 50 only 5
    // lies at or below it; pairs won: 5 beats 4 and ties with one, the others beat all 20.
    const inside = judged(Array.from({ length: 20 }, (_, i) => i + 1));
    const outside = [
      { score: 5, pValue: 0.8 },
      ...[30, 40, 50].map((score) => ({ score, pValue: 0.04 })),
    ];
    const { auroc, fpr95, warned } = measureDetection(inside, outside, 0.05);
    expect(auroc.value).toBeCloseTo((4.5 + 60) / 80, 12);
    expect(fpr95.value).toBe(0.25);
    expect(warned.value).toBe(0.75);
    for (const { value, low, high } of [auroc, fpr95, warned]) {
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
    }
  });

  it('refuses what is no number, and no photos', () => {
    expect(() => measureDetection(judged([1]), judged([NaN]), 0.05)).toThrow(RangeError);
    expect(() => measureDetection(judged([1]), [], 0.05)).toThrow(RangeError);
  });
});
