import { describe, expect, it } from 'vitest';
import { defaultTrainingSettings } from '../../../../src/core/studio/training-settings';
import { createRandom } from '../../../../src/core/random';
import type { TrainingSample } from '../../../../src/core/training/training-plan';
import { judgeByFolds, type ViewedPhoto } from '../../../../src/engine/training/judge-by-folds';
import { trainRounds } from '../../../../src/engine/training/train-rounds';

const settings = { ...defaultTrainingSettings, epochs: 3, batchSize: 8, learningRate: 0.01 };
const featureScale = new Float32Array(3).fill(1);

function drawPhotos(counts: Record<TrainingSample['part'], number>): ViewedPhoto[] {
  const random = createRandom(4);
  const parts = (['train', 'valid', 'test'] as const).flatMap((part) =>
    Array.from({ length: counts[part] }, () => part),
  );
  return parts.map((part, i) => ({
    sample: { id: `${i}`, label: i % 2, part, group: null },
    views: [Float32Array.of(i % 2, random.nextFloat(), random.nextFloat())],
  }));
}

async function judge(photos: readonly ViewedPhoto[]) {
  const learnt = photos.filter(({ sample }) => sample.part === 'train');
  const base = { labelCount: 2, featureScale, settings };
  const checkpoint = await trainRounds({
    ...base,
    photos: learnt.map(({ views, sample }) => ({ views, label: sample.label })),
    watched: { features: [], labels: [] },
  });
  return judgeByFolds(photos, base, checkpoint, {});
}

describe('judgeByFolds', () => {
  it('judges each photo outside the test part once, by a head that never learnt from it', async () => {
    const photos = drawPhotos({ train: 28, valid: 6, test: 6 });
    const { logits, folds } = await judge(photos);
    const held = folds.flatMap((fold) => fold.held).sort((a, b) => a - b);
    expect(held).toEqual(Array.from({ length: 34 }, (_, i) => i));
    for (const fold of folds) {
      expect(fold.learnt.filter((i) => fold.held.includes(i) || i >= 34)).toEqual([]);
    }
    expect(logits.map((row) => row !== null)).toEqual(photos.map((_, i) => i < 34));
  });

  it('lets no fold learn from more photos than the head itself, and from all labels alike', async () => {
    // The head learns from 20 of 40: four fifths of 40 would know more than it.
    const { folds } = await judge(drawPhotos({ train: 20, valid: 20, test: 0 }));
    expect(folds).toHaveLength(5);
    for (const { learnt } of folds) {
      expect(learnt).toHaveLength(20);
      expect(new Set(learnt).size).toBe(20);
      expect(learnt.filter((i) => i % 2 === 0)).toHaveLength(10);
    }
  });

  it('takes ten folds where nothing is put aside, so that they learn from nearly all', async () => {
    const { folds } = await judge(drawPhotos({ train: 40, valid: 0, test: 0 }));
    expect(folds).toHaveLength(10);
    for (const { learnt } of folds) expect(learnt).toHaveLength(36);
  });
});
