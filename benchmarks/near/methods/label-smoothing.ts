import { scoreEnergy } from '../../../src/core/detectors/energy';
import { scoreMsp } from '../../../src/core/detectors/msp';
import { scoreLogits, trainStudioHead } from '../heads';
import type { Method } from '../method';

/**
 * A head taught by smoothed labels (Szegedy et al. 2016, "Rethinking the Inception Architecture";
 * tried for open sets by Vaze et al. 2022, "Open-Set Recognition: A Good Closed-Set Classifier is All
 * You Need").
 */
export const labelSmoothing: readonly Method[] = [0.1, 0.3].flatMap((share) =>
  [
    { score: scoreEnergy, name: 'energy' },
    { score: scoreMsp, name: 'msp' },
  ].map(({ score, name }): Method => ({
    name: `label smoothing ${share}, ${name}`,
    source: 'Szegedy et al. 2016; Vaze et al. 2022',
    place: 'head',
    fit: async (trial, seen) => {
      const head = await trial.make(`smoothed ${share}`, seen, () =>
        trainStudioHead(trial, seen, { labelSmoothing: share }),
      );
      return scoreLogits(trial, head, score);
    },
  })),
);
