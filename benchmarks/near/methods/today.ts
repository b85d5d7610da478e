import type { ScoreKind } from '../../../src/core/detectors/kinds';
import { scoreDefinitions } from '../../../src/core/detectors/registry';
import { logitScores, scoreLogits, trainStudioHead } from '../heads';
import { type Method, scoreTap } from '../method';
import type { Trial } from '../trial';

const K = 5;

/** The product's own scores, as it has them. */
export const todaysScores: readonly Method[] = [
  ...logitScores.map(({ scoreName, score }) => headScore(scoreName, score)),
  featureScore('mahalanobis', 0),
  featureScore('knn', 0),
  featureScore('knn', 1),
  featureScore('class-knn', 1),
  featureScore('mahalanobis', 1),
  featureScore('relative-mahalanobis', 1),
];

/** The head that the Studio would train. */
export function trainPlainHead(trial: Trial, seen: readonly number[]) {
  return trial.make('plain head', seen, () => trainStudioHead(trial, seen));
}

function headScore(name: string, score: (logits: ArrayLike<number>) => number): Method {
  return {
    name,
    source: 'of a plain head',
    place: 'head',
    fit: async (trial, seen) => scoreLogits(trial, await trainPlainHead(trial, seen), score),
  };
}

function featureScore(kind: ScoreKind, tap: number): Method {
  return scoreTap({
    name: `${kind}/${tap + 1}`,
    source: 'a score that the product has',
    tap,
    fit: (references) => scoreDefinitions[kind].fit(references, { k: K }),
  });
}
