import { describe, expect, it } from 'vitest';
import { measureCalibration } from '../../../../src/core/calibrate/measure-calibration';
import {
  MAX_LOG_LOSS,
  measureBrier,
  measureLogLoss,
} from '../../../../src/core/calibrate/proper-scores';
import { binReliability, calibrationError } from '../../../../src/core/calibrate/reliability';
import { softmax } from '../../../../src/core/calibration';
import { createRandom } from '../../../../src/core/random';
import { drawAnswers } from './sample';

const tell = (confidences: readonly number[], correct: readonly boolean[]) =>
  confidences.map((confidence, i) => ({ confidence, correct: correct[i] ?? false }));

describe('measureBrier and measureLogLoss', () => {
  it('give the textbook values', () => {
    // Truth (1, 0, 0): (0.7 − 1)² + 0.2² + 0.1² = 0.14 and −ln 0.7.
    expect(measureBrier([0.7, 0.2, 0.1], 0)).toBeCloseTo(0.14, 12);
    expect(measureLogLoss([0.7, 0.2, 0.1], 0)).toBeCloseTo(-Math.log(0.7), 12);
    expect(measureBrier([0, 1], 0)).toBe(2);
    expect(measureBrier([1, 0], 0)).toBe(0);
  });

  it('never reach infinity, and are 0 for certainty that is right', () => {
    expect(measureLogLoss([0, 1], 0)).toBe(MAX_LOG_LOSS);
    expect(measureLogLoss([1, 0], 0)).toBe(0);
  });

  it('refuse what is not a number and a truth that is no label', () => {
    for (const measure of [measureBrier, measureLogLoss]) {
      expect(() => measure([NaN, 0.5], 1)).toThrow(RangeError);
      expect(() => measure([0.5, 0.5], 2)).toThrow(RangeError);
      expect(() => measure([0.5, 0.5], -1)).toThrow(RangeError);
    }
  });
});

describe('calibrationError', () => {
  it('is the gap between claim and truth, bin by bin', () => {
    // Two bins of ten: sure 0.6 and right 5 of 10; sure 0.9 and right 9 of 10.
    const confidences = Array.from({ length: 20 }, (_, i) => (i < 10 ? 0.6 : 0.9));
    const correct = confidences.map((_, i) => (i < 10 ? i < 5 : i < 19));
    expect(calibrationError(tell(confidences, correct), 2)).toBeCloseTo(0.05, 12);
  });

  it('is 0 for an honest model and for no answers', () => {
    expect(calibrationError(tell([1, 1, 1], [true, true, true]))).toBe(0);
    expect(calibrationError([])).toBe(0);
  });

  it('does not depend on the order, photos of one confidence included', () => {
    const photos = tell(
      Array.from({ length: 60 }, (_, i) => (i % 3) / 3 + 0.2),
      Array.from({ length: 60 }, (_, i) => i % 7 < 4),
    );
    const shuffled = createRandom(1).shuffle(photos);
    expect(calibrationError(shuffled)).toBeCloseTo(calibrationError(photos), 12);
    expect(binReliability(shuffled)).toEqual(binReliability(photos));
  });

  it('refuses a confidence that is not a number', () => {
    expect(() => calibrationError(tell([NaN], [true]))).toThrow(RangeError);
  });
});

describe('binReliability', () => {
  it('cuts bins of equal mass with Wilson intervals', () => {
    const photos = tell(
      Array.from({ length: 20 }, (_, i) => (i + 1) / 20),
      Array.from({ length: 20 }, (_, i) => i !== 0 && (i < 6 || i > 9)),
    );
    const bins = binReliability(photos, 2);
    expect(bins.map((bin) => bin.photos)).toEqual([10, 10]);
    expect(bins.map(({ from, to }) => [from, to])).toEqual([
      [0.05, 0.5],
      [0.55, 1],
    ]);
    expect(bins[0]?.confidence).toBeCloseTo(0.275, 12);
    // Wilson's interval of 5 in 10, computed with NumPy from the formula.
    expect(bins[0]?.accuracy.low).toBeCloseTo(0.236593, 6);
    expect(bins[0]?.accuracy.high).toBeCloseTo(0.763407, 6);
    expect(bins[1]?.accuracy.value).toBe(1);
  });

  it('puts a constant confidence into one bin, and no photos into none', () => {
    expect(binReliability(tell(new Array<number>(50).fill(0.5), []))).toHaveLength(1);
    expect(binReliability([])).toEqual([]);
  });
});

describe('measureCalibration', () => {
  const { logits, truths } = drawAnswers(120, 3, 7);
  const rows = logits.map((row) => softmax(row));

  it('agrees with NumPy', () => {
    // tests/unit/core/calibrate/sample.ts in NumPy and PyTorch (float64), softmax of the logits:
    // ((p − onehot)²).sum(1).mean(), −log p[truth].mean(), and ten bins of twelve photos by
    // confidence, Σ |mean confidence − share right| / 10.
    const figures = measureCalibration(rows, truths, 1);
    expect(figures?.brier.value).toBeCloseTo(0.42158561264826155, 9);
    expect(figures?.logLoss.value).toBeCloseTo(0.7361668597611765, 9);
    expect(figures?.calibrationError.value).toBeCloseTo(0.07582287227002141, 9);
  });

  it('says with an interval how little 120 photos tell', () => {
    const figures = measureCalibration(rows, truths, 1);
    for (const one of [figures?.brier, figures?.logLoss, figures?.calibrationError]) {
      if (!one) throw new Error('nothing measured');
      expect(one.low).toBeLessThan(one.value);
      expect(one.high).toBeGreaterThanOrEqual(one.value);
    }
    // Standard error of 120 losses is about 0.06 nats.
    expect((figures?.logLoss.high ?? 0) - (figures?.logLoss.low ?? 0)).toBeGreaterThan(0.1);
  });

  it('does not call an honest model dishonest: its interval reaches down to 0', () => {
    const random = createRandom(8);
    let reached = 0;
    for (let run = 0; run < 20; run++) {
      const claims = Array.from({ length: 200 }, () => 0.5 + random.nextFloat() / 2);
      const own = claims.map((claim) => [claim, 1 - claim]);
      const truth = claims.map((claim) => (random.nextFloat() < claim ? 0 : 1));
      if ((measureCalibration(own, truth, run)?.calibrationError.low ?? 1) === 0) reached += 1;
    }
    expect(reached).toBeGreaterThanOrEqual(17);
  });

  it.each([
    ['one photo', [[0.6, 0.4]], [0]],
    ['one label', [[1], [1], [1]], [0, 0, 0]],
    [
      'constant answers',
      Array.from({ length: 40 }, () => [0.5, 0.5]),
      new Array<number>(40).fill(1),
    ],
  ])('gives numbers for %s', (_name, some, truth) => {
    const figures = measureCalibration(some, truth, 1);
    for (const one of [figures?.brier, figures?.logLoss, figures?.calibrationError]) {
      expect([one?.value, one?.low, one?.high].every(Number.isFinite)).toBe(true);
    }
  });

  it('has nothing to say of no photos and refuses NaN', () => {
    expect(measureCalibration([], [], 1)).toBeNull();
    expect(() => measureCalibration([[NaN, 1]], [0], 1)).toThrow(RangeError);
  });
});
