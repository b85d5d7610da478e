import { describe, expect, it } from 'vitest';
import { countFolds, foldSamples } from '../../../../src/core/training/folds';
import type { TrainingSample } from '../../../../src/core/training/training-plan';

const repeat = (part: TrainingSample['part'], count: number) =>
  Array.from({ length: count }, () => ({ part }));

describe('countFolds', () => {
  it('has fold heads learn from about as many photos as the head itself', () => {
    // As projects begin: 70 and 15 of 100. The head learns from 82 % of 85, a fold's from 80 %.
    expect(countFolds([...repeat('train', 70), ...repeat('valid', 15)])).toBe(5);
    // One in eight to choose by: seven eighths in either case.
    expect(countFolds([...repeat('train', 70), ...repeat('valid', 10)])).toBe(8);
    // Photos to test with are no matter.
    expect(
      countFolds([...repeat('train', 70), ...repeat('valid', 10), ...repeat('test', 99)]),
    ).toBe(8);
  });

  it('is ten where the head learns from all, and never fewer than five', () => {
    expect(countFolds(repeat('train', 40))).toBe(10);
    expect(countFolds([...repeat('train', 99), ...repeat('valid', 1)])).toBe(10);
    expect(countFolds([...repeat('train', 10), ...repeat('valid', 30)])).toBe(5);
    expect(countFolds([])).toBe(10);
  });
});

describe('foldSamples', () => {
  it('deals each label over all folds, and keeps a group together', () => {
    const samples = Array.from({ length: 40 }, (_, i): TrainingSample => ({
      id: `${i}`,
      label: i % 2,
      part: 'train',
      // The first four are nearly the same photo.
      group: i < 8 && i % 2 === 0 ? 'burst' : null,
    }));
    const folds = foldSamples(samples, 8, 1);
    expect(new Set(folds)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7]));
    expect(new Set([0, 2, 4, 6].map((i) => folds[i])).size).toBe(1);
    for (let fold = 0; fold < 8; fold++) {
      const odd = samples.filter(({ label }, i) => label === 1 && folds[i] === fold);
      expect(odd.length).toBeGreaterThanOrEqual(2);
      expect(odd.length).toBeLessThanOrEqual(3);
    }
  });
});
