import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fitTemperature,
  MIN_CALIBRATION_PHOTOS,
  negativeLogLikelihood,
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
  function photosRight(rightOf: number, logit: number, count = 200) {
    return {
      logits: Array.from({ length: count }, () => [logit, 0]),
      truths: Array.from({ length: count }, (_, i) => (i % 10 < rightOf ? 0 : 1)),
    };
  }

  it.each([
    [8, 5],
    [9, 4],
    [7, 0.4],
  ])('finds where the claim is true: right on %d in 10, logit %d', (rightOf, logit) => {
    // The best temperature makes sigmoid(logit / T) the share that was right: T = logit / logit(share).
    const share = rightOf / 10;
    const expected = logit / Math.log(share / (1 - share));
    const { logits, truths } = photosRight(rightOf, logit);
    expect(fitTemperature(logits, truths)).toBeCloseTo(expected, 3);
  });

  it('never makes the log loss of its own photos worse', () => {
    const { logits, truths } = photosRight(6, 7);
    const fitted = negativeLogLikelihood(logits, truths, fitTemperature(logits, truths));
    expect(fitted).toBeLessThan(negativeLogLikelihood(logits, truths));
  });

  it('leaves the model as it is when there are too few photos to tell', () => {
    const { logits, truths } = photosRight(5, 9, MIN_CALIBRATION_PHOTOS - 1);
    expect(fitTemperature(logits, truths)).toBe(1);
  });
});
