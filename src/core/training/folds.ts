import { splitFolds } from '../split';
import type { TrainingSample } from './training-plan';

export const FOLDS = 5;

/** Fold of each photo; photos of one group lie in one fold. */
export function foldSamples(samples: readonly TrainingSample[], seed: number): number[] {
  const numbers = new Map<string, number>();
  const groups = samples.map(({ id, group }) => {
    // A photo by itself is a group of its own.
    const name = group === null ? `photo ${id}` : `group ${group}`;
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  });
  return splitFolds({ labels: samples.map(({ label }) => label), groups }, FOLDS, seed);
}
