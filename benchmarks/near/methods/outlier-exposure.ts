import { type Lesson, logitScores, scoreLogits, trainStudioHead } from '../heads';
import type { Method } from '../method';
import type { Trial } from '../trial';
import { mixNearOutliers } from './mixup';

/**
 * A head taught to be undecided about outliers (Hendrycks, Mazeika & Dietterich 2019, "Deep Anomaly
 * Detection with Outlier Exposure"). The cross-entropy with "every label alike" is that of the outlier
 * under each label once, so the Studio's trainer can do it as it is.
 */
function exposeTo(
  name: string,
  source: string,
  outliersOf: (trial: Trial, seen: readonly number[]) => Float32Array[],
): Method[] {
  return logitScores.map(({ score, scoreName }) => ({
    name: `outlier exposure to ${name}, ${scoreName}`,
    source,
    place: 'head',
    fit: async (trial, seen) => {
      const head = await trial.make(`exposed to ${name}`, seen, () => {
        const { labelCount } = trial;
        // Half as much weight as the photos have: λ = 0.5 in the paper.
        const most = Math.ceil((0.5 * seen.length) / labelCount);
        const outliers = trial.createRandom().shuffle(outliersOf(trial, seen)).slice(0, most);
        const extra = outliers.flatMap((features) =>
          Array.from({ length: labelCount }, (_, label): Lesson => ({ features, label })),
        );
        return trainStudioHead(trial, seen, { extra });
      });
      return scoreLogits(trial, head, score);
    },
  }));
}

export const outlierExposure: readonly Method[] = [
  ...exposeTo(
    'synthetic and spoilt photos',
    'Hendrycks, Mazeika & Dietterich 2019',
    (trial, seen) => trial.outliersFor(seen),
  ),
  ...exposeTo(
    'mixed photos',
    'Hendrycks et al. 2019, with mixup (Zhang et al. 2018) between labels as near outliers',
    (trial, seen) => mixNearOutliers(trial, seen, seen.length),
  ),
];
