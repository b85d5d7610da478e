import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIndependent, labelledLoss, unlabelledLosses } from '../../../src/core/doctor-losses';

describe('labelledLoss', () => {
  it('is minus the log-likelihood of the right label', () => {
    expect(labelledLoss([0.2, 0.5, 0.3], 1, false)).toBeCloseTo(Math.LN2, 12);
  });

  it('counts every unit where each is judged by itself', () => {
    // Right one at 0.5, the other two rightly low at 0.25.
    const expected = Math.LN2 - 2 * Math.log(0.75);
    expect(labelledLoss([0.5, 0.25, 0.25], 0, true)).toBeCloseTo(expected, 12);
  });

  it('lets one wrong photo cost no more than 2 nats beyond chance, NaN included', () => {
    const worst = Math.log(3) + 2;
    expect(labelledLoss([1, 0, 0], 2, false)).toBeCloseTo(worst, 12);
    expect(labelledLoss([NaN, NaN, NaN], 0, false)).toBeCloseTo(worst, 12);
    expect(labelledLoss([0.5, 0.5], 7, false)).toBeCloseTo(Math.log(2) + 2, 12);
  });

  it('falls as the right label gets likelier', () => {
    const p = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(p, p, (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        const loss = (one: number) => labelledLoss([one, 1 - one], 0, false);
        expect(loss(high)).toBeLessThanOrEqual(loss(low));
      }),
    );
  });
});

describe('unlabelledLosses', () => {
  const sure = [[[0.98, 0.01, 0.01]], [[0.01, 0.98, 0.01]], [[0.01, 0.01, 0.98]]];

  it('prefers sure answers to vague ones', () => {
    const vague = [[[0.4, 0.3, 0.3]], [[0.3, 0.4, 0.3]], [[0.3, 0.3, 0.4]]];
    expect(mean(unlabelledLosses(sure, false))).toBeLessThan(mean(unlabelledLosses(vague, false)));
  });

  it('prefers steady answers to ones that an altered view turns over', () => {
    const steady = sure.map(([view = []]) => [view, view]);
    const shaky = sure.map(([view = []]) => [view, [...view].reverse()]);
    expect(mean(unlabelledLosses(steady, false))).toBeLessThan(
      mean(unlabelledLosses(shaky, false)),
    );
  });

  it('gives nothing to a network that says the same of everything, however sure', () => {
    expect(mean(unlabelledLosses([[[1, 0]], [[1, 0]], [[1, 0]]], false))).toBeCloseTo(0, 9);
  });

  it('is finite, between -log(labels) and 0, whatever comes in', () => {
    const view = fc.array(fc.double({ min: 0, max: 1 }), { minLength: 3, maxLength: 3 });
    const photo = fc.array(view, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(photo, { minLength: 1, maxLength: 6 }), fc.boolean(), (views, each) => {
        for (const loss of unlabelledLosses(views, each)) {
          expect(Number.isFinite(loss)).toBe(true);
          expect(loss).toBeLessThanOrEqual(0);
        }
      }),
    );
  });
});

describe('isIndependent', () => {
  it('is so for several sigmoid units only', () => {
    expect(isIndependent('sigmoid', 3)).toBe(true);
    expect(isIndependent('sigmoid-logits', 2)).toBe(true);
    expect(isIndependent('sigmoid', 1)).toBe(false);
    expect(isIndependent('logits', 3)).toBe(false);
  });
});

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
