import type { DetectorSpec } from '../manifest';
import type { FusionKind, ScoreKind } from './kinds';

const scoreWords: Record<ScoreKind, string> = {
  msp: 'how far the likeliest label is from certain',
  'max-logit': 'how weakly the likeliest label answers',
  energy: 'how weakly all labels answer together',
  gen: 'how evenly the answer is spread over the labels',
  knn: 'the distance to the nearest reference photos',
  'class-knn': 'the distance to the nearest reference photos of the label it looks like',
  'scaled-knn': 'the distance to the nearest reference photos, for how far apart photos lie there',
  'class-scaled-knn':
    'the distance to the nearest reference photos of a label, for how much that label varies',
  mahalanobis: 'the distance to the middle of the label it looks like',
  'relative-mahalanobis': 'the distance to the middle of a label, beside that to all photos',
  vim: 'what of the photo no reference photo has, beside the answer',
};

const fusionWords: Record<FusionKind, string> = {
  single: '',
  fisher: 'added up as surprises (Fisher)',
  cauchy: 'averaged so that the oddest counts most (Cauchy)',
};

/** What a score goes by, inside a sentence. */
export function describeScore(score: ScoreKind): string {
  return scoreWords[score];
}

/** What a detector holds against what, in a sentence for the model's card. */
export function describeDetector(detector: DetectorSpec): string {
  const { bankLabels, heldOutDistances } = detector;
  const heldOut = `${heldOutDistances.length} photos known to be in its domain`;
  if (detector.kind === 'knn') {
    return `A photo’s cosine distance to the ${detector.k}th nearest of ${bankLabels.length} reference photos is held against that of ${heldOut}.`;
  }
  const scores = [...new Set(detector.components.map(({ score }) => scoreWords[score]))];
  const fused = detector.fusion === 'single' ? '' : `, ${fusionWords[detector.fusion]},`;
  return `It has ${bankLabels.length} reference photos. It measures ${joinWithAnd(scores)}${fused} and holds that against the same of ${heldOut}.`;
}

/** A detector in a few technical words: "fisher of knn, energy". */
export function nameDetector(detector: DetectorSpec): string {
  if (detector.kind === 'knn') return `knn, k = ${detector.k}`;
  const names = [...new Set(detector.components.map(({ score }) => score))].join(', ');
  return detector.fusion === 'single' ? names : `${detector.fusion} of ${names}`;
}

function joinWithAnd(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join('; ')}; and ${last}`;
}
