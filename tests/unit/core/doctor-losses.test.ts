import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clipSurprise,
  isIndependent,
  labelledLosses,
  surpriseAt,
  unlabelledLosses,
} from '../../../src/core/doctor-losses';

describe('surpriseAt', () => {
  it('is minus the log-likelihood of the right label', () => {
    expect(surpriseAt([0.2, 0.5, 0.3], 1, false)).toBeCloseTo(Math.LN2, 12);
  });

  it('counts every unit where each is judged by itself', () => {
    // Right one at 0.5, the other two rightly low at 0.25.
    const expected = Math.LN2 - 2 * Math.log(0.75);
    expect(surpriseAt([0.5, 0.25, 0.25], 0, true)).toBeCloseTo(expected, 12);
  });

  it('falls as the right label gets likelier', () => {
    const p = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(p, p, (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        const surprise = (one: number) => surpriseAt([one, 1 - one], 0, false);
        expect(surprise(high)).toBeLessThanOrEqual(surprise(low));
      }),
    );
  });
});

describe('clipSurprise', () => {
  it('lets one wrong photo cost no more than 2 nats beyond chance, NaN included', () => {
    const worst = Math.log(3) + 2;
    expect(clipSurprise(surpriseAt([1, 0, 0], 2, false), 3, false)).toBeCloseTo(worst, 12);
    expect(clipSurprise(surpriseAt([NaN, NaN, NaN], 0, false), 3, false)).toBeCloseTo(worst, 12);
    expect(clipSurprise(9, 3, true)).toBeCloseTo(3 * Math.LN2 + 2, 12);
    expect(clipSurprise(1, 3, false)).toBe(1);
  });
});

describe('labelledLosses', () => {
  const logits = (label: number, size: number) => [0, 1].map((one) => (one === label ? size : 0));

  it('judges a boaster by what it gets right, not by how it boasts', () => {
    // Right on nine of ten: the best temperature makes that 0.9 sure, so log-likelihoods are equal.
    const truths = Array.from({ length: 10 }, () => 0);
    const answersOf = (size: number) => truths.map((_, i) => [logits(i === 0 ? 1 : 0, size)]);
    const modest = labelledLosses(answersOf(2.2), truths, 'logits');
    const boasting = labelledLosses(answersOf(2.2 * 4), truths, 'logits');
    expect(mean(boasting)).toBeCloseTo(mean(modest), 2);
  });

  it('tells apart what is all right and all sure, by how clear a win it is', () => {
    const truths = [0, 1, 0, 1];
    const answersOf = (sizes: readonly number[]) =>
      truths.map((label, i) => [logits(label, sizes[i] ?? NaN)]);
    const clear = labelledLosses(answersOf([90, 90, 90, 90]), truths, 'logits');
    const close = labelledLosses(answersOf([90, 90, 90, 20]), truths, 'logits');
    expect(mean(close)).toBeGreaterThan(mean(clear) + 0.02);
  });

  it('counts vagueness against a way, even where all is right', () => {
    const truths = [0, 1];
    const vague = labelledLosses([[logits(0, 0.1)], [logits(1, 0.1)]], truths, 'logits');
    const sure = labelledLosses([[logits(0, 4)], [logits(1, 4)]], truths, 'logits');
    expect(mean(vague)).toBeGreaterThan(mean(sure) + 0.2);
  });

  it('averages over the views of a photo', () => {
    const both = labelledLosses([[logits(0, 2), logits(1, 2)]], [0], 'logits');
    const [right = NaN] = labelledLosses([[logits(0, 2), logits(0, 2)]], [0], 'logits');
    expect(both).toHaveLength(1);
    expect(both[0]).toBeGreaterThan(right);
  });

  it('is finite whatever the network says', () => {
    const wild = fc.array(fc.float(), { minLength: 3, maxLength: 3 });
    const kind = fc.constantFrom('logits', 'probabilities', 'sigmoid', 'sigmoid-logits');
    fc.assert(
      fc.property(fc.array(wild, { minLength: 1, maxLength: 5 }), kind, (rows, output) => {
        const truths = rows.map((_, i) => i % 3);
        for (const loss of labelledLosses(
          rows.map((row) => [row]),
          truths,
          output,
        )) {
          expect(Number.isFinite(loss) && loss >= 0).toBe(true);
        }
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
