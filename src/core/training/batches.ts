import { createRandom } from '../random';
import { seedOf } from '../studio/plan-augment';

/**
 * Deals photos into batches for one round: every photo once, in an order that only the seed and the
 * round decide, so that training can go on where it stopped.
 *
 * @returns Indices, `size` to a batch; the last batch may be smaller.
 */
export function dealBatches(count: number, size: number, seed: number, round: number): number[][] {
  const order = createRandom(seedOf(seed, 'batches', round)).shuffle(
    Array.from({ length: count }, (_, photo) => photo),
  );
  const batches: number[][] = [];
  for (let from = 0; from < count; from += size) batches.push(order.slice(from, from + size));
  return batches;
}

/**
 * Weights that make every label count the same: a photo of a label with n of all N photos in K
 * labels weighs N / (K n), so that the mean weight is 1.
 *
 * @param labels Label index of each photo.
 */
export function weighLabels(labels: readonly number[], labelCount: number): number[] {
  const counts = new Array<number>(labelCount).fill(0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 0 : labels.length / (present * count)));
}
