import { describe, expect, it } from 'vitest';
import { defaultTrainingSettings } from '../../../../src/core/studio/training-settings';
import { defaultBatchTransforms } from '../../../../src/core/studio/transforms';
import { compareLosses, isClearlyBetter } from '../../../../src/core/training/compare-losses';
import { describeMaking } from '../../../../src/core/training/describe-making';
import { describeTuning } from '../../../../src/core/training/describe-tuning';
import { countViews, estimateTuning } from '../../../../src/core/training/tuning-cost';

/** `train` of 20 photos in 10 to learn from, 4 to choose by and 6 to test with, and so on. */
function planOf(photos: number) {
  return {
    samples: Array.from({ length: photos }, (_, i) => ({
      id: `${i}`,
      label: 0,
      part: i % 10 < 5 ? ('train' as const) : i % 10 < 7 ? ('valid' as const) : ('test' as const),
      group: null,
    })),
    settings: { ...defaultTrainingSettings, augmentedCopies: 2 },
  };
}

describe('estimateTuning', () => {
  it('counts looks at every view, and steps of the block and of five folds of four fifths', () => {
    const plan = planOf(20);
    // 20 plain views, and two more of each of 10.
    expect(countViews(plan)).toBe(40);
    const cost = estimateTuning(plan, 100);
    expect(cost.lookMs).toBe(4000);
    // Eight rounds over 10 photos, and over 4 × 14 in the folds, at a fifth of a look each.
    expect(cost.learnMs).toBeCloseTo(8 * (10 + 56) * 20);
    // 7 × 7 × 160 float32 a view.
    expect(cost.bytes).toBe(40 * 31_360);
    expect(cost.obstacle).toBeNull();
  });

  it('says what stands in the way: too little memory, or too much time', () => {
    expect(estimateTuning(planOf(5000), 1).obstacle).toBe('too-large');
    expect(estimateTuning(planOf(3000), 500).obstacle).toBe('too-slow');
    expect(estimateTuning(planOf(3000), 10).obstacle).toBeNull();
  });
});

describe('compareLosses', () => {
  it('takes photo by photo, and calls better only what chance seldom makes', () => {
    // Falls of 0.1, 0.3 and 0.2: their mean is 0.2, their variance 0.01, so the error is √(0.01 / 3).
    const change = compareLosses([1, 2, 3], [0.9, 1.7, 2.8]);
    expect(change.before).toBeCloseTo(2);
    expect(change.after).toBeCloseTo(1.8);
    expect(change.standardError).toBeCloseTo(Math.sqrt(0.01 / 3));
    expect(isClearlyBetter(change)).toBe(true);
    // Falls of 1 and -0.9: less than their error.
    expect(isClearlyBetter(compareLosses([2, 1], [1, 1.9]))).toBe(false);
    expect(isClearlyBetter(compareLosses([2], [1]))).toBe(false);
    expect(isClearlyBetter(compareLosses([], []))).toBe(false);
  });
});

describe('describeTuning', () => {
  it('says what it did, or why nothing of it was kept', () => {
    const report = {
      kept: true,
      rounds: 3,
      validLoss: null,
      heldOutLoss: { before: 0.5, after: 0.25, standardError: 0.1 },
    };
    expect(describeTuning(report)).toContain(
      'for 3 rounds. The loss on photos left out fell from 0.500 to 0.250.',
    );
    expect(describeTuning({ ...report, kept: false })).toContain('did not clearly help');
    expect(describeTuning({ ...report, kept: false, rounds: 0 })).toContain(
      'without photos to choose by',
    );
  });
});

describe('describeMaking', () => {
  const plan = {
    settings: { ...defaultTrainingSettings, fineTunedBlocks: 1 },
    item: { method: 'crop', minScale: 1 } as const,
    batch: defaultBatchTransforms,
  };
  const report = { kept: true, rounds: 3, validLoss: null, heldOutLoss: null };

  it('counts the blocks that are in the model, not those that were asked for', () => {
    expect(describeMaking('Bears', plan, report)).toContain('"fineTunedBlocks":1');
    const left = describeMaking('Bears', plan, { ...report, kept: false });
    expect(left).toContain('"fineTunedBlocks":0');
    expect(left).toContain('}. Tuning the last block of the network was tried, and not kept.');
    expect(describeMaking('Bears', plan, { ...report, kept: false, rounds: 0 })).toContain(
      'could not be tried',
    );
    const plain = { ...plan, settings: defaultTrainingSettings };
    const said = describeMaking('Bears', plain, null);
    expect(said).toMatch(/^Bearings, on Bears’s features\. Settings: \{.*\}$/);
    expect(said).toContain('"fineTunedBlocks":0');
  });
});
