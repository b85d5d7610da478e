/** The domain scores there are. Each has its file in this folder. */
export const scoreKinds = [
  'msp',
  'max-logit',
  'energy',
  'gen',
  'knn',
  'class-knn',
  'scaled-knn',
  'class-scaled-knn',
  'mahalanobis',
  'relative-mahalanobis',
  'vim',
] as const;

/** A domain score. Larger is odder. */
export type ScoreKind = (typeof scoreKinds)[number];

/** How the p-values of several scores become one. */
export const fusionKinds = ['single', 'fisher', 'cauchy'] as const;

/** A way of fusing p-values; `single`: there is one score, and nothing to fuse. */
export type FusionKind = (typeof fusionKinds)[number];
