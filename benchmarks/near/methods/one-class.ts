import { fitMahalanobis } from '../../../src/core/detectors/mahalanobis';
import { fitKnn } from '../../../src/core/detectors/knn';
import { fitSphere } from '../sphere';
import { mean } from '../../../src/core/detectors/linear-algebra';
import { groupByLabel, type ReferenceSet, type Scorer } from '../../../src/core/detectors/score';
import {
  DEEP_TAP,
  type HeldOut,
  type Join,
  type Method,
  rank,
  scoreCosines,
  scoreTap,
} from '../method';

const K = 5;

/**
 * One score a label, each held against held-out photos of that very label: the photo is odd where it
 * is odd for every label (Guan & Tibshirani 2022, "Prediction and outlier detection in classification
 * problems").
 */
function judgeEachLabel(
  name: string,
  source: string,
  fitOne: (own: ReferenceSet) => Scorer,
): Method {
  return {
    name: `one class a label: ${name}`,
    source,
    place: 'features',
    fit: (trial, seen) => {
      const tap = trial.tapAt(DEEP_TAP);
      const byLabel = Array.from({ length: trial.labelCount }, (_, label) => {
        const own = seen.filter((photo) => trial.labelOf(photo) === label);
        return { own, scorer: fitOne(trial.takeReferences(tap, own)) };
      });
      return Promise.resolve((photo) =>
        byLabel.map(({ own, scorer }) => scoreCosines(scorer, trial, tap, photo, own)),
      );
    },
    join: joinLabels,
  };
}

/** The largest p-value of all labels, turned round; a p-value finer than 1 / n by how far off it is. */
function joinLabels({ values, labels }: HeldOut): Join {
  const columns = (values[0] ?? []).map((_, label) =>
    values
      .flatMap((row, photo) => (labels[photo] === label ? [row[label] ?? NaN] : []))
      .sort((a, b) => a - b),
  );
  const scales = columns.map((column) => ({
    middle: column[column.length >> 1] ?? 0,
    spread: Math.max(1e-9, (column.at(-1) ?? 0) - (column[0] ?? 0)),
  }));
  return (row, isHeldOut) =>
    Math.min(
      ...row.map((value, label) => {
        const { middle, spread } = scales[label] ?? { middle: 0, spread: 1 };
        // Beyond the oddest held-out photo all p-values are alike: how far beyond tells them apart.
        const beyond = 0.01 * Math.atan((value - middle) / spread);
        return beyond - rank(value, columns[label] ?? [], isHeldOut);
      }),
    );
}

/** The same spheres without p-values: how far outside the nearest one the photo lies. */
const outsideSpheres = scoreTap({
  name: 'one class a label: outside the nearest sphere',
  source: 'Tax & Duin 2004',
  tap: DEEP_TAP,
  fit: fitSphere,
});

/**
 * Distance to a label's mean, for the label where it is smallest; as it is, or for how far photos of
 * that label lie from the mean of the others of their label.
 */
function judgeByMean(
  name: string,
  source: string,
  compare: (distance: number, usual: number) => number,
): Method {
  return scoreTap({
    name: `one class a label: ${name}`,
    source,
    tap: DEEP_TAP,
    fit: ({ labels, gram }) => {
      const groups = groupByLabel(labels).map((rows) => {
        const n = rows.length;
        const square = mean(
          rows.map((a) => mean(rows.map((b) => gram[a * labels.length + b] ?? NaN))),
        );
        // A photo is n / (n − 1) times as far from the mean of the others as from that of all.
        return { rows, square, usual: (1 - square) * (n / Math.max(1, n - 1)) ** 2 };
      });
      return ({ similarities }) => {
        const toMean = ({ rows, square, usual }: (typeof groups)[number]) =>
          compare(1 - 2 * mean(rows.map((row) => similarities[row] ?? NaN)) + square, usual);
        return Math.min(...groups.map(toMean));
      };
    },
  });
}

export const oneClass: readonly Method[] = [
  judgeEachLabel('nearest photos', 'Guan & Tibshirani 2022, on distances to neighbours', () =>
    fitKnn(K),
  ),
  judgeEachLabel('its own covariance', 'Guan & Tibshirani 2022; Ledoit & Wolf 2004', (own) =>
    fitMahalanobis({ ...own, labels: own.labels.map(() => 0) }),
  ),
  judgeEachLabel('smallest sphere', 'Tax & Duin 2004 (support vector data description)', fitSphere),
  outsideSpheres,
  judgeByMean('nearest mean', 'nearest centroid (Rocchio 1971)', (distance) => distance),
  judgeByMean(
    'nearest mean, less the usual',
    'a sphere round the mean',
    (distance, usual) => distance - usual,
  ),
  judgeByMean(
    'nearest mean, by the usual',
    'a round Gaussian a label',
    (distance, usual) => distance / usual,
  ),
];
