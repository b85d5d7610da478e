import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conformalPValue, fitSetThreshold, predictSet } from '../../../src/core/conformal';

describe('fitSetThreshold', () => {
  it('is the ⌊(n + 1)(1 − coverage)⌋-th smallest probability of the truth', () => {
    const probabilities = Array.from({ length: 99 }, (_, i) => (i + 1) / 100);
    // (99 + 1) × 0.1 = 10 → the tenth smallest.
    expect(fitSetThreshold(probabilities, 0.9)).toBeCloseTo(0.1, 12);
    expect(fitSetThreshold(probabilities, 0.95)).toBeCloseTo(0.05, 12);
  });

  it('lets every label in when there are too few photos to promise the coverage', () => {
    expect(fitSetThreshold([0.9, 0.8, 0.99], 0.9)).toBe(0);
    expect(fitSetThreshold([], 0.9)).toBe(0);
  });

  it('covers as stated: leave any photo out and it is in often enough', () => {
    const probability = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(probability, { minLength: 5, maxLength: 60 }),
        fc.constantFrom(0.8, 0.9, 0.95),
        (photos, coverage) => {
          // Exchangeability, exactly: every photo in turn plays the new one.
          const covered = photos.filter((photo, i) => {
            return photo >= fitSetThreshold(photos.toSpliced(i, 1), coverage);
          });
          expect(covered.length / photos.length).toBeGreaterThanOrEqual(coverage - 1e-9);
        },
      ),
    );
  });
});

describe('predictSet', () => {
  it('names what reaches the threshold, best first', () => {
    expect(predictSet([0.1, 0.5, 0.4], 0.4)).toEqual([1, 2]);
    // Never empty: the best label is always in.
    expect(predictSet([0.1, 0.5, 0.4], 0.6)).toEqual([1]);
    expect(predictSet([0.1, 0.5, 0.4], 0)).toEqual([1, 2, 0]);
  });
});

describe('conformalPValue', () => {
  it('counts the held-out photos that are at least as odd, the photo itself among them', () => {
    const heldOut = [0.1, 0.2, 0.2, 0.3];
    expect(conformalPValue(0.05, heldOut)).toBe(1);
    expect(conformalPValue(0.2, heldOut)).toBe(4 / 5);
    expect(conformalPValue(0.25, heldOut)).toBe(2 / 5);
    expect(conformalPValue(0.9, heldOut)).toBe(1 / 5);
    expect(conformalPValue(0.9, [])).toBe(1);
  });

  it('holds its false-alarm rate: of exchangeable photos at most α get p ≤ α', () => {
    const scores = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), {
      minLength: 2,
      maxLength: 60,
    });
    fc.assert(
      fc.property(scores, fc.double({ min: 0.01, max: 0.5, noNaN: true }), (all, alpha) => {
        const alarms = all.filter((score, i) => {
          const others = all.toSpliced(i, 1).sort((a, b) => a - b);
          return conformalPValue(score, others) <= alpha;
        });
        expect(alarms.length / all.length).toBeLessThanOrEqual(alpha + 1e-9);
      }),
    );
  });
});
