import { describe, expect, it } from 'vitest';
import { countTrainPhotos, isEnoughToTrain } from '../../../../src/core/training/enough-photos';
import type { TrainingSample } from '../../../../src/core/training/training-plan';

const sampleOf = (label: number, part: TrainingSample['part']): TrainingSample => ({
  id: `${label}`,
  label,
  part,
  group: null,
});

describe('photos enough to train on', () => {
  it('counts those to learn from alone', () => {
    const samples = [sampleOf(0, 'train'), sampleOf(0, 'test'), sampleOf(2, 'train')];
    expect(countTrainPhotos(3, samples)).toEqual([1, 0, 1]);
  });

  it('asks for two labels, and for two photos of every one', () => {
    expect(isEnoughToTrain([])).toBe(false);
    expect(isEnoughToTrain([9])).toBe(false);
    expect(isEnoughToTrain([9, 1])).toBe(false);
    expect(isEnoughToTrain([2, 2])).toBe(true);
  });
});
