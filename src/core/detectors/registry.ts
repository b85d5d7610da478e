import { fitClassKnn } from './class-knn';
import { scoreEnergy } from './energy';
import { scoreGen } from './gen';
import type { ScoreKind } from './kinds';
import { fitKnn } from './knn';
import { fitMahalanobis } from './mahalanobis';
import { scoreMaxLogit } from './max-logit';
import { scoreMsp } from './msp';
import { fitRelativeMahalanobis } from './relative-mahalanobis';
import type { ReferenceSet, Scorer, ScoreSettings } from './score';
import { fitVim } from './vim';

/** As measured for banks of 20 and more a label. */
const USUAL_K = 5;

/** A score, ready to be fitted on reference photos. */
interface ScoreDefinition {
  /** Whether it looks at features; else the logits are all it needs. */
  usesFeatures: boolean;
  /** What it is made of; scores of one family say nearly the same. */
  family: 'logits' | 'neighbours' | 'means' | 'residual';
  fit(references: ReferenceSet, settings: ScoreSettings): Scorer;
}

const fromLogits = (score: (logits: ArrayLike<number>) => number): ScoreDefinition => ({
  usesFeatures: false,
  family: 'logits',
  fit:
    () =>
    ({ logits }) =>
      score(logits),
});

/** Every score there is, by name. */
export const scoreDefinitions: Record<ScoreKind, ScoreDefinition> = {
  msp: fromLogits(scoreMsp),
  'max-logit': fromLogits(scoreMaxLogit),
  energy: fromLogits(scoreEnergy),
  gen: fromLogits(scoreGen),
  knn: {
    usesFeatures: true,
    family: 'neighbours',
    fit: (_, { k = USUAL_K }) => fitKnn(k),
  },
  'class-knn': {
    usesFeatures: true,
    family: 'neighbours',
    fit: (references, { k = USUAL_K }) => fitClassKnn(references, k),
  },
  mahalanobis: {
    usesFeatures: true,
    family: 'means',
    fit: (references) => fitMahalanobis(references),
  },
  'relative-mahalanobis': {
    usesFeatures: true,
    family: 'means',
    fit: (references) => fitRelativeMahalanobis(references),
  },
  vim: {
    usesFeatures: true,
    family: 'residual',
    fit: (references, { weight = 1 }) => fitVim(references, weight),
  },
};
