import { describe, expect, it } from 'vitest';
import { chooseScaling } from '../../../../src/core/calibrate/choose-scaling';
import { identityScaling, scaleLogits } from '../../../../src/core/calibrate/scaling';
import { solvePositiveDefinite } from '../../../../src/core/calibrate/solve-positive-definite';
import { fitVectorScaling } from '../../../../src/core/calibrate/vector-scaling';
import { fitTemperature, softmax } from '../../../../src/core/calibration';
import { createRandom } from '../../../../src/core/random';
import { drawAnswers } from './sample';

describe('scaleLogits', () => {
  it('divides by the temperature, or takes each label by itself', () => {
    expect(scaleLogits([2, -4], { temperature: 2 })).toEqual([1, -2]);
    const vector = { scale: [1, 0.5], bias: [3, -1] };
    expect(scaleLogits([2, -4], { temperature: 1, vector })).toEqual([5, -3]);
    expect(scaleLogits([2, -4], null)).toEqual([2, -4]);
    expect(() => scaleLogits([1, 2, 3], { temperature: 1, vector })).toThrow(RangeError);
  });
});

describe('solvePositiveDefinite', () => {
  it('solves a system worked by hand', () => {
    // [4 2; 2 3] (1, 2) = (8, 8); only the lower half is read.
    const solution = solvePositiveDefinite(Float64Array.of(4, NaN, 2, 3), Float64Array.of(8, 8));
    expect(solution[0]).toBeCloseTo(1, 12);
    expect(solution[1]).toBeCloseTo(2, 12);
  });

  it('refuses a matrix that bends the wrong way', () => {
    expect(() => solvePositiveDefinite(Float64Array.of(1, 2, 2, 1), Float64Array.of(1, 1))).toThrow(
      RangeError,
    );
  });
});

describe('fitTemperature and fitVectorScaling', () => {
  const { logits, truths } = drawAnswers(120, 3, 7);

  it('find what PyTorch finds', () => {
    // The same numbers (sample.ts) in PyTorch, float64. Temperature: golden-section search of 200
    // steps over log T. Vector: LBFGS with strong Wolfe line search, 20 × 500 steps, of the mean of
    // cross_entropy(z × scale + bias) and half the squared distance from (1/T, 0) over 120.
    expect(fitTemperature(logits, truths)).toBeCloseTo(1.084637156848741, 5);
    const { scale, bias } = fitVectorScaling(logits, truths);
    const expected = [
      1.0365554767503198, 0.6738339704100924, 1.0818264660254746, -0.04025478969963163,
      0.1884132961247271, -0.1481585064250955,
    ];
    [...scale, ...bias].forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, 4));
  });

  it('stay finite where a label is never mistaken, and where all answers are one', () => {
    const apart = Array.from({ length: 60 }, (_, i) => (i % 2 ? [0, 9] : [9, 0]));
    const alike = Array.from({ length: 60 }, () => [1, 1]);
    for (const rows of [apart, alike]) {
      const { scale, bias } = fitVectorScaling(rows, rows.map((_, i) => i % 2)); // prettier-ignore
      expect([...scale, ...bias].every(Number.isFinite)).toBe(true);
    }
  });

  it('refuse NaN and truths that are no labels', () => {
    expect(() => fitVectorScaling([[NaN, 0]], [0])).toThrow(RangeError);
    expect(() => fitVectorScaling([[1, 0]], [2])).toThrow(RangeError);
    expect(() => fitVectorScaling([], [])).toThrow(RangeError);
  });
});

describe('chooseScaling', () => {
  /** A model whose probabilities are true, its logits then spoilt. */
  function drawTruthful(count: number, labelCount: number, spoil: (row: number[]) => number[]) {
    const random = createRandom(11);
    const logits: number[][] = [];
    const truths: number[] = [];
    for (let i = 0; i < count; i++) {
      const row = Array.from({ length: labelCount }, () => 6 * random.nextFloat() - 3);
      let left = random.nextFloat();
      const truth = softmax(row).findIndex((p) => (left -= p) < 0);
      truths.push(truth < 0 ? labelCount - 1 : truth);
      logits.push(spoil(row));
    }
    return { logits, truths };
  }

  it('leaves a truthful model as it is, with few photos and with many', () => {
    for (const count of [30, 2000]) {
      const { logits, truths } = drawTruthful(count, 3, (row) => row);
      const choice = chooseScaling(logits, truths, { seed: 1 });
      expect(choice.method).toBe('identity');
      expect(choice.scaling).toEqual(identityScaling);
      expect(choice.reason).toContain('left as the model claims it');
    }
  });

  it('finds the temperature of a model that boasts', () => {
    const { logits, truths } = drawTruthful(1500, 3, (row) => row.map((logit) => 3 * logit));
    const choice = chooseScaling(logits, truths, { seed: 1 });
    expect(choice.method).toBe('temperature');
    expect(choice.scaling.temperature).toBeCloseTo(3, 0);
    const [before, after] = choice.losses;
    expect(after?.logLoss).toBeLessThan(before?.logLoss ?? 0);
  });

  it('takes a number a label where labels are wrong in their own ways', () => {
    const { logits, truths } = drawTruthful(1500, 3, ([a = 0, b = 0, c = 0]) => [
      a + 2,
      b * 2,
      c - 1,
    ]);
    const choice = chooseScaling(logits, truths, { seed: 1 });
    expect(choice.method).toBe('vector');
    // z × scale + bias undoes the spoiling; a bias common to all labels says nothing.
    const { scale = [], bias = [] } = choice.scaling.vector ?? {};
    expect(scale[0]).toBeCloseTo(1, 0);
    expect(scale[1]).toBeCloseTo(0.5, 0);
    expect((bias[0] ?? 0) - (bias[2] ?? 0)).toBeCloseTo(-3, 0);
  });

  it('does not try a number a label with fewer than 50 photos of one', () => {
    const { logits, truths } = drawTruthful(120, 3, ([a = 0, b = 0, c = 0]) => [a + 2, b, c]);
    const { losses } = chooseScaling(logits, truths, { seed: 1 });
    expect(losses.map(({ method }) => method)).toEqual(['identity', 'temperature']);
  });

  it.each([
    ['no photos', 0],
    ['one photo', 1],
    ['nineteen', 19],
  ])('says so and changes nothing with %s', (_name, count) => {
    const { logits, truths } = drawTruthful(count, 3, (row) => row.map((logit) => 9 * logit));
    const choice = chooseScaling(logits, truths, { seed: 1 });
    expect(choice.method).toBe('identity');
    expect(choice.reason).toContain('at least 20 photos');
  });

  it('changes nothing for one label, or answers that are always the same', () => {
    const rows = Array.from({ length: 60 }, () => [2, 1]);
    expect(chooseScaling(rows, rows.map(() => 0), { seed: 1 }).method).toBe('identity'); // prettier-ignore
    const alike = Array.from({ length: 60 }, () => [1, 1]);
    const { method, losses } = chooseScaling(alike, alike.map((_, i) => i % 2), { seed: 1 }); // prettier-ignore
    expect(method).toBe('identity');
    for (const { logLoss } of losses) expect(logLoss).toBeCloseTo(Math.LN2, 1);
  });

  it('gives the same for the same seed and refuses NaN', () => {
    const { logits, truths } = drawTruthful(100, 3, (row) => row.map((logit) => 2 * logit));
    const options = { seed: 4 };
    expect(chooseScaling(logits, truths, options)).toEqual(chooseScaling(logits, truths, options));
    expect(() => chooseScaling([...logits, [NaN, 0, 0]], [...truths, 0], options)).toThrow(
      RangeError,
    );
  });
});
