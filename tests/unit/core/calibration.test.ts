import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  calibrationError,
  fitTemperature,
  type LabelledLogits,
  logLoss,
  softmax,
} from '../../../src/core/calibration';

describe('softmax', () => {
  it('gives the textbook values', () => {
    // Computed independently: exp(1, 2, 3) / Σ.
    const expected = [0.09003057317038046, 0.24472847105479767, 0.6652409557748219];
    softmax([1, 2, 3]).forEach((p, i) => expect(p).toBeCloseTo(expected[i] ?? 0, 12));
  });

  it('is humbler at a higher temperature and keeps the order', () => {
    expect(Math.max(...softmax([4, 0, 0], 2))).toBeLessThan(Math.max(...softmax([4, 0, 0])));
  });

  it('sums to 1 and ignores a common shift, however wild the logits', () => {
    const logits = fc.array(fc.double({ min: -700, max: 700, noNaN: true }), {
      minLength: 1,
      maxLength: 50,
    });
    fc.assert(
      fc.property(logits, fc.double({ min: -300, max: 300, noNaN: true }), (values, shift) => {
        const plain = softmax(values);
        const shifted = softmax(values.map((value) => value + shift));
        expect(plain.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
        plain.forEach((p, i) => expect(shifted[i]).toBeCloseTo(p, 9));
      }),
    );
  });
});

describe('fitTemperature', () => {
  /** Photos on which the model claims `logit` but is right on `rightOf` in ten. */
  function photosRight(rightOf: number, logit: number, count = 200): LabelledLogits[] {
    return Array.from({ length: count }, (_, i) => ({
      logits: [logit, 0],
      truth: i % 10 < rightOf ? 0 : 1,
    }));
  }

  it.each([
    [8, 5],
    [9, 4],
    [7, 0.4],
  ])('finds where the claim is true: right on %d in 10, logit %d', (rightOf, logit) => {
    // The best temperature makes sigmoid(logit / T) the share that was right: T = logit / logit(share).
    const share = rightOf / 10;
    const expected = logit / Math.log(share / (1 - share));
    expect(fitTemperature(photosRight(rightOf, logit))).toBeCloseTo(expected, 3);
  });

  it('never makes the log loss of its own photos worse', () => {
    const photos = photosRight(6, 7);
    expect(logLoss(photos, fitTemperature(photos))).toBeLessThan(logLoss(photos));
  });

  it('leaves the model as it is when there are too few photos to tell', () => {
    expect(fitTemperature(photosRight(5, 9, 29))).toBe(1);
  });
});

describe('calibrationError', () => {
  it('is the gap between claim and truth, bin by bin', () => {
    // Two bins of ten: sure 0.6 and right 5 of 10; sure 0.9 and right 9 of 10.
    const answers = [
      ...Array.from({ length: 10 }, (_, i) => ({ confidence: 0.6, correct: i < 5 })),
      ...Array.from({ length: 10 }, (_, i) => ({ confidence: 0.9, correct: i < 9 })),
    ];
    expect(calibrationError(answers, 2)).toBeCloseTo(0.05, 12);
  });

  it('is 0 for an honest model and for no answers', () => {
    expect(calibrationError(Array(20).fill({ confidence: 1, correct: true }))).toBe(0);
    expect(calibrationError([])).toBe(0);
  });
});
