import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeRounds } from '../../../../src/core/training/early-stop';
import {
  FINDER_STEPS,
  suggestLearningRate,
  sweepLearningRates,
} from '../../../../src/core/training/find-learning-rate';
import { planCycleStep } from '../../../../src/core/training/one-cycle';

describe('planCycleStep', () => {
  const cycle = { peak: 0.1, steps: 101 };

  it('starts at a 25th, peaks after a quarter, ends at almost nothing; momentum does the opposite', () => {
    expect(planCycleStep(0, cycle).learningRate).toBeCloseTo(0.004, 9);
    expect(planCycleStep(0, cycle).momentum).toBeCloseTo(0.95, 9);
    expect(planCycleStep(25, cycle).learningRate).toBeCloseTo(0.1, 9);
    expect(planCycleStep(25, cycle).momentum).toBeCloseTo(0.85, 9);
    expect(planCycleStep(100, cycle).learningRate).toBeCloseTo(1e-6, 9);
    expect(planCycleStep(100, cycle).momentum).toBeCloseTo(0.95, 9);
  });

  it('is half-way between at the middle of each leg, as a half cosine is', () => {
    // A third up: cos(π/5 × …) by hand at step 5: share .2, (1 - cos(.2π)) / 2 = .0954915.
    expect(planCycleStep(5, cycle).learningRate).toBeCloseTo(0.004 + 0.096 * 0.0954915, 7);
    // Step 62.5 would be the middle of the fall; 62 and 63 lie evenly about it.
    const mean =
      (planCycleStep(62, cycle).learningRate + planCycleStep(63, cycle).learningRate) / 2;
    expect(mean).toBeCloseTo((0.1 + 1e-6) / 2, 6);
  });

  it('never leaves its range, however few steps there are', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 1e-6, max: 1, noNaN: true }),
        (steps, peak) => {
          for (let step = 0; step < steps; step++) {
            const { learningRate, momentum } = planCycleStep(step, { peak, steps });
            expect(learningRate).toBeGreaterThan(0);
            expect(learningRate).toBeLessThanOrEqual(peak * (1 + 1e-12));
            expect(momentum).toBeGreaterThanOrEqual(0.85 - 1e-12);
            expect(momentum).toBeLessThanOrEqual(0.95 + 1e-12);
          }
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('the learning rate finder', () => {
  it('sweeps from 1e-5 to 1 evenly in the logarithm, and smooths without a bias at the start', () => {
    const points = [...sweepLearningRates(() => 2)];
    expect(points).toHaveLength(FINDER_STEPS);
    expect(points[0]?.learningRate).toBeCloseTo(1e-5, 12);
    expect(points.at(-1)?.learningRate).toBeCloseTo(1, 12);
    const growth = (points[1]?.learningRate ?? 0) / (points[0]?.learningRate ?? 1);
    expect(growth).toBeCloseTo(10 ** (5 / 99), 9);
    for (const { loss } of points) expect(loss).toBeCloseTo(2, 12);
  });

  it('stops where the loss runs away or is no number', () => {
    const runaway = [...sweepLearningRates((rate) => (rate < 0.1 ? 1 : 1e6))];
    expect(runaway.length).toBeLessThan(FINDER_STEPS);
    expect(runaway.every(({ learningRate }) => learningRate < 0.1)).toBe(true);
    expect([...sweepLearningRates(() => NaN)]).toEqual([]);
    expect(suggestLearningRate([])).toBeNull();
  });

  it('suggests the steepest fall and half-way along the longest one', () => {
    // Flat at 1, then a fall in 30 even steps from index 40 to 70 with one steep step at 50, then up.
    const points = Array.from({ length: FINDER_STEPS }, (_, i) => {
      const fallen = Math.min(Math.max(i - 40, 0), 30) * 0.01 + (i > 50 ? 0.2 : 0);
      return { learningRate: 1e-5 * 1e5 ** (i / 99), loss: 1 - fallen + Math.max(0, i - 70) * 0.1 };
    });
    const suggested = suggestLearningRate(points);
    const indexOf = (rate = NaN) => Math.round((99 * Math.log(rate / 1e-5)) / Math.log(1e5));
    // Of the two places beside the steep step the first is taken.
    expect(indexOf(suggested?.steepest)).toBe(50);
    // The longest fall is of 31 losses and ends at 70. fastai counts from 70 - 31, a third of it and
    // a sixth of it: 39 + 10 + 5.
    expect(indexOf(suggested?.valley)).toBe(54);
  });
});

describe('judgeRounds', () => {
  it('remembers the best round and gives up after so many without a better one', () => {
    expect(judgeRounds([], 2)).toEqual({ best: null, isOver: false });
    expect(judgeRounds([3, 2, 2.5], 2)).toEqual({ best: 1, isOver: false });
    expect(judgeRounds([3, 2, 2.5, 2], 2)).toEqual({ best: 1, isOver: true });
    expect(judgeRounds([3, 2, 4, 4, 4, 4], null)).toEqual({ best: 1, isOver: false });
  });
});
