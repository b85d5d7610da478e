import { fitClassKnn } from './class-knn';
import { fitClassScaledKnn } from './class-scaled-knn';
import { scoreEnergy } from './energy';
import { scoreGen } from './gen';
import type { ScoreKind } from './kinds';
import { fitKnn } from './knn';
import { fitMahalanobis } from './mahalanobis';
import { scoreMaxLogit } from './max-logit';
import { scoreMsp } from './msp';
import { fitRelativeMahalanobis } from './relative-mahalanobis';
import { fitScaledKnn } from './scaled-knn';
import type { ReferenceSet, Scorer, ScoreSettings } from './score';
import { fitVim } from './vim';

/** As measured for banks of 20 and more a label. */
const USUAL_K = 5;

/** A score, ready to be fitted on reference photos. */
interface ScoreDefinition {
  /** Whether it looks at features; else the logits are all it needs. */
  usesFeatures: boolean;
  /** Whether fitting takes the cosines between the reference photos. */
  needsGram: boolean;
  fit(references: ReferenceSet, settings: ScoreSettings): Scorer;
}

const fromLogits = (score: (logits: ArrayLike<number>) => number): ScoreDefinition => ({
  usesFeatures: false,
  needsGram: false,
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
    needsGram: false,
    fit: (_, { k = USUAL_K }) => fitKnn(k),
  },
  'class-knn': {
    usesFeatures: true,
    needsGram: false,
    fit: (references, { k = USUAL_K }) => fitClassKnn(references, k),
  },
  'scaled-knn': {
    usesFeatures: true,
    needsGram: true,
    fit: (references, { k = USUAL_K }) => fitScaledKnn(references, k),
  },
  'class-scaled-knn': {
    usesFeatures: true,
    needsGram: true,
    fit: (references, { k = USUAL_K }) => fitClassScaledKnn(references, k),
  },
  mahalanobis: {
    usesFeatures: true,
    needsGram: true,
    fit: (references) => fitMahalanobis(references),
  },
  'relative-mahalanobis': {
    usesFeatures: true,
    needsGram: true,
    fit: (references) => fitRelativeMahalanobis(references),
  },
  vim: {
    usesFeatures: true,
    needsGram: true,
    fit: (references, { weight = 1 }) => fitVim(references, weight),
  },
};
