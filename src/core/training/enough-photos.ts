import type { TrainingSample } from './training-plan';

/** A model tells at least two labels apart. */
const MIN_LABELS = 2;
/** Of each label, to learn from. */
const MIN_TRAIN_PHOTOS = 2;

/** How many photos of each label there are to learn from. */
export function countTrainPhotos(labelCount: number, samples: readonly TrainingSample[]): number[] {
  const counts = new Array<number>(labelCount).fill(0);
  for (const { label, part } of samples) {
    if (part === 'train') counts[label] = (counts[label] ?? 0) + 1;
  }
  return counts;
}

/** Whether something can be learnt from so many photos of each label. */
export function isEnoughToTrain(counts: readonly number[]): boolean {
  return counts.length >= MIN_LABELS && counts.every((count) => count >= MIN_TRAIN_PHOTOS);
}
