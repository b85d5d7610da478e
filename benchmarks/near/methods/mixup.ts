import { normalise } from '../../../src/core/bank';
import { answer } from '../../../src/core/training/head';
import { scoreEnergy } from '../../../src/core/detectors/energy';
import { type Lesson, trainStudioHead } from '../heads';
import type { Method } from '../method';
import type { Trial } from '../trial';

/**
 * Features between two photos of different labels, each tap brought back to its length of 1 (mixup:
 * Zhang, Cisse, Dauphin & Lopez-Paz 2018; in a network's features: Verma et al. 2019).
 */
export function mixNearOutliers(
  trial: Trial,
  seen: readonly number[],
  count: number,
): Float32Array[] {
  const random = trial.createRandom();
  const outliers: Float32Array[] = [];
  while (outliers.length < count) {
    const first = seen[random.nextInt(seen.length)] ?? 0;
    const second = seen[random.nextInt(seen.length)] ?? 0;
    if (trial.labelOf(first) === trial.labelOf(second)) continue;
    const share = 0.3 + 0.4 * random.nextFloat();
    const other = trial.headFeaturesOf(second);
    const mixed = trial
      .headFeaturesOf(first)
      .map((value, i) => share * value + (1 - share) * (other[i] ?? 0));
    for (const { start, length } of trial.headTaps) {
      const part = mixed.subarray(start, start + length);
      part.set(normalise(part));
    }
    outliers.push(mixed);
  }
  return outliers;
}

/**
 * Mixed photos as a label of their own (Zhou, Ye & Zhan 2021, "Learning Placeholders for Open-Set
 * Recognition": data placeholders). The score is that label's logit less the energy of the others.
 */
export const mixupLabel: Method = {
  name: 'mixed photos as a label of their own',
  source: 'Zhou, Ye & Zhan 2021 (placeholders)',
  place: 'head',
  fit: async (trial, seen) => {
    const label = trial.labelCount;
    const head = await trial.make('mixup label', seen, () => {
      const count = Math.ceil(seen.length / label);
      const extra = mixNearOutliers(trial, seen, count).map((features): Lesson => ({
        features,
        label,
      }));
      return trainStudioHead(trial, seen, { extra, labelCount: label + 1 });
    });
    return (photo) => {
      const logits = Array.from(answer(head, trial.headFeaturesOf(photo)));
      return [(logits[label] ?? 0) + scoreEnergy(logits.slice(0, label))];
    };
  },
};
