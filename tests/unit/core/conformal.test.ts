import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conformalPValue } from '../../../src/core/conformal';

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
