import { logitScores, scoreLogits, trainStudioHead } from '../heads';
import type { Method } from '../method';

/**
 * A head taught by smoothed labels (Szegedy et al. 2016, "Rethinking the Inception Architecture";
 * tried for open sets by Vaze et al. 2022, "Open-Set Recognition: A Good Closed-Set Classifier is All
 * You Need").
 */
export const labelSmoothing: readonly Method[] = [0.1, 0.3].flatMap((share) =>
  logitScores.map(({ score, scoreName }): Method => ({
    name: `label smoothing ${share}, ${scoreName}`,
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
