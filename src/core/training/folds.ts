import { splitFolds } from '../split';
import type { TrainingSample } from './training-plan';

const FEWEST_FOLDS = 5;
const MOST_FOLDS = 10;

/**
 * How many folds judge a model's photos. A head that learnt from more photos is surer and more often
 * right, so what folds say of a photo is true of the model only where their heads learnt from about as
 * many as its own did: v of n photos put aside to choose by, n / v folds. Where none are, ten: with five
 * and 40 photos a label, sets asked to hold the right label of 80 % hold that of 82 %
 * (`benchmarks/trust-results.md`).
 *
 * @param samples Those of the test part do not count.
 */
export function countFolds(samples: readonly Pick<TrainingSample, 'part'>[]): number {
  const countPart = (part: TrainingSample['part']) =>
    samples.filter((sample) => sample.part === part).length;
  const valid = countPart('valid');
  const folds = Math.floor((countPart('train') + valid) / valid);
  return valid === 0 ? MOST_FOLDS : Math.min(MOST_FOLDS, Math.max(FEWEST_FOLDS, folds));
}

/** Fold of each photo, of so many; photos of one group lie in one fold. */
export function foldSamples(
  samples: readonly TrainingSample[],
  folds: number,
  seed: number,
): number[] {
  const numbers = new Map<string, number>();
  const groups = samples.map(({ id, group }) => {
    // A photo by itself is a group of its own.
    const name = group === null ? `photo ${id}` : `group ${group}`;
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  });
  return splitFolds({ labels: samples.map(({ label }) => label), groups }, folds, seed);
}
