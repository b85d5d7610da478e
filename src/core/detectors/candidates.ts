import type { ScoreSpec } from './cross-fit';
import type { FusionKind, ScoreKind } from './kinds';
import type { FeaturePart } from './parts';

/** A detector that takes part in the bake-off: scores and how they are fused. */
export interface Candidate {
  /** "fisher(gen, knn/2, relative-mahalanobis/2)": the number is the part of the features. */
  name: string;
  /** Indices into the scores. */
  scores: number[];
  fusion: FusionKind;
}

const logitScores: readonly ScoreKind[] = ['msp', 'max-logit', 'energy', 'gen'];
const featureScores: readonly ScoreKind[] = [
  'knn',
  'class-knn',
  'scaled-knn',
  'class-scaled-knn',
  'mahalanobis',
  'relative-mahalanobis',
];

/**
 * Every score of every part; the dearest one, ViM, of the deepest part alone.
 *
 * @param usesLogits Whether scores may go by the logits.
 */
export function listScores(
  parts: readonly FeaturePart[],
  k: number,
  usesLogits: boolean,
): ScoreSpec[] {
  const deepest = parts.at(-1);
  return [
    ...(usesLogits ? logitScores : []).map((score): ScoreSpec => ({ score, part: null })),
    ...parts.flatMap((part) =>
      featureScores.map((score): ScoreSpec => {
        const usesK = score.endsWith('knn');
        return { score, part, ...(usesK ? { k } : {}) };
      }),
    ),
    ...(deepest && usesLogits ? [{ score: 'vim', part: deepest } as const] : []),
  ];
}

/**
 * Fusions of scores that see different things, and each score alone. Where a model's own photos show
 * no difference the first one wins, so they stand in the order in which `npm run bench:trust` found
 * them to do.
 */
export function listCandidates(
  specs: readonly ScoreSpec[],
  parts: readonly FeaturePart[],
): Candidate[] {
  const nameOf = ({ score, part }: ScoreSpec) =>
    part && parts.length > 1 ? `${score}/${parts.indexOf(part) + 1}` : score;
  const singles = specs.map((spec, i): Candidate => ({
    name: nameOf(spec),
    scores: [i],
    fusion: 'single',
  }));
  const find = (score: ScoreKind, part: FeaturePart | null) =>
    specs.findIndex((spec) => spec.score === score && spec.part === part);
  const deepest = parts.at(-1) ?? null;
  // How a picture was made shows half-way through a network, what is in it at the end.
  const halfWay = parts.length > 1 ? [find('mahalanobis', parts[0] ?? null)] : [];
  const gen = find('gen', null);
  const energy = find('energy', null);
  const sets = [
    ...(halfWay.length > 0
      ? [
          [energy, ...halfWay, find('knn', deepest)],
          [energy, ...halfWay, find('class-knn', deepest), find('relative-mahalanobis', deepest)],
          [gen, ...halfWay, find('knn', deepest), find('relative-mahalanobis', deepest)],
          [...halfWay, find('class-knn', deepest)],
          [...halfWay, find('class-knn', deepest), find('relative-mahalanobis', deepest)],
          [...halfWay, find('mahalanobis', deepest)],
        ]
      : []),
    [find('class-knn', deepest), find('relative-mahalanobis', deepest)],
    [find('class-scaled-knn', deepest), find('relative-mahalanobis', deepest)],
    [gen, find('knn', deepest), find('relative-mahalanobis', deepest)],
    [energy, find('class-scaled-knn', deepest), find('relative-mahalanobis', deepest)],
  ].filter((scores) => scores.every((i) => i >= 0));
  const fusions = sets.flatMap((scores) =>
    // One score that is sure is enough for Cauchy's; Fisher's weighs them all.
    (['cauchy', 'fisher'] as const).map((fusion): Candidate => {
      const names = scores.map((i) => singles[i]?.name ?? '');
      return { name: `${fusion}(${names.join(', ')})`, scores, fusion };
    }),
  );
  return [...fusions, ...singles];
}
