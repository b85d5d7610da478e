import { normalise, type ReferenceBank } from '../bank';
import { conformalPValue } from '../conformal';
import { findNearest, type Neighbour, scoreDomain } from '../domain-score';
import { ClassifierError } from '../errors';
import type { DetectorSpec } from '../manifest';
import type { ScoreEvidence } from '../verdict';
import { fusePValues } from './fuse';
import {
  computeGram,
  hasDirection,
  type Directions,
  type FeaturePart,
  measureCosines,
  takeDirections,
} from './parts';
import { scoreDefinitions } from './registry';
import type { Scorer } from './score';
import { spreadLogits } from './spread-logits';

/** What a detector says of one photo. */
export interface DomainJudgement {
  /** The score that the p-value is of; larger is odder. */
  distance: number;
  /** In (0, 1]. */
  pValue: number;
  /** The most alike reference photos, nearest first. */
  nearest: Neighbour[];
  /** What each score said by itself, the oddest first. */
  components: ScoreEvidence[];
}

/**
 * Judges one photo.
 *
 * @param features As the network gives them; the detector takes its own part.
 * @throws ClassifierError `result-not-finite` when there is nothing to compare.
 */
export type OpenDetector = (
  logits: ArrayLike<number>,
  features: ArrayLike<number>,
) => DomainJudgement;

type ScoresDetector = Extract<DetectorSpec, { kind: 'scores' }>;
type KnnDetector = Extract<DetectorSpec, { kind: 'knn' }>;

/** Reference photos to show beside a verdict. */
const SHOWN_NEIGHBOURS = 5;

/** Fits a detector on its bank. Takes milliseconds for nearest neighbours, up to a second for others. */
export function openDetector(spec: DetectorSpec, bank: ReferenceBank): OpenDetector {
  const judge = spec.kind === 'knn' ? openKnn(spec, bank) : openScores(spec, bank);
  return (logits, features) => {
    const { start, length } = spec.features;
    const own = Array.from({ length }, (_, i) => features[start + i] ?? NaN);
    const judgement = judge(spreadLogits(logits), own);
    if (!Number.isFinite(judgement.distance)) {
      throw new ClassifierError('result-not-finite', 'familiarity');
    }
    return judgement;
  };
}

/** Manifests written before there were several scores. */
function openKnn({ k, heldOutDistances }: KnnDetector, bank: ReferenceBank): OpenDetector {
  return (_logits, features) => {
    refuseWithoutDirection(features, { start: 0, length: features.length });
    const nearest = findNearest(features, bank, k);
    const distance = scoreDomain(nearest, k);
    const pValue = conformalPValue(distance, heldOutDistances);
    return { distance, pValue, nearest, components: [{ score: 'knn', part: 0, pValue }] };
  };
}

function openScores(spec: ScoresDetector, bank: ReferenceBank): OpenDetector {
  const whole = { start: 0, length: bank.length };
  const used = spec.components.flatMap(({ features }) => (features ? [features] : []));
  const parts = listParts(used.length > 0 ? used : [whole]);
  const references = parts.map((part) => takeDirections(splitRows(bank), part));
  const partOf = (features: FeaturePart | null) =>
    features && parts.findIndex((part) => isSame(part, features));
  const gramOf = rememberGrams(references);
  const scorers = spec.components.map((component): Scorer => {
    const part = partOf(component.features);
    const needsGram = part !== null && scoreDefinitions[component.score].needsGram;
    const set = {
      labels: bank.labels,
      gram: needsGram ? gramOf(part) : new Float64Array(),
      length: component.features?.length ?? 0,
    };
    const { k, weight } = component;
    return scoreDefinitions[component.score].fit(set, {
      ...(k === undefined ? {} : { k }),
      ...(weight === undefined ? {} : { weight }),
    });
  });
  const shown = Math.max(0, partOf(used[0] ?? null) ?? 0);
  return (logits, features) => {
    const cosines = parts.map((part, i) => {
      refuseWithoutDirection(features, part);
      const direction = normalise(
        Array.from({ length: part.length }, (_, at) => features[part.start + at] ?? NaN),
      );
      return measureCosines(direction, references[i] ?? { rows: direction, length: 0, count: 0 });
    });
    const scores = spec.components.map((component, i) => {
      const part = partOf(component.features);
      const similarities = (part === null ? undefined : cosines[part]) ?? new Float64Array();
      return scorers[i]?.({ logits, similarities }) ?? NaN;
    });
    if (!scores.every(Number.isFinite)) {
      throw new ClassifierError('result-not-finite', 'familiarity');
    }
    const pValues = scores.map((score, i) =>
      conformalPValue(score, spec.components[i]?.heldOut ?? []),
    );
    const distance =
      spec.fusion === 'single' ? (scores[0] ?? NaN) : fusePValues(pValues, spec.fusion);
    return {
      distance,
      pValue: conformalPValue(distance, spec.heldOutDistances),
      nearest: rankNeighbours(cosines[shown] ?? new Float64Array()),
      components: spec.components
        .map(({ score, features: part }, i) => ({
          score,
          part: partOf(part),
          pValue: pValues[i] ?? NaN,
        }))
        .sort((a, b) => a.pValue - b.pValue),
    };
  };
}

/** The parts that components look at, each once, the shallowest first. */
function listParts(used: readonly FeaturePart[]): FeaturePart[] {
  return used
    .filter((part, i) => used.findIndex((other) => isSame(part, other)) === i)
    .sort((a, b) => a.start - b.start);
}

function isSame(a: FeaturePart, b: FeaturePart): boolean {
  return a.start === b.start && a.length === b.length;
}

function splitRows({ rows, length, labels }: ReferenceBank): Float32Array[] {
  return labels.map((_, row) => rows.subarray(row * length, (row + 1) * length));
}

function rememberGrams(references: readonly Directions[]): (part: number) => Float64Array {
  const known = new Map<number, Float64Array>();
  return (part) => {
    const directions = references[part];
    if (!directions) throw new RangeError(`no part ${part}`);
    const gram = known.get(part) ?? computeGram(directions);
    known.set(part, gram);
    return gram;
  };
}

/** Without a single feature there is no direction to compare: no verdict beats a made-up one. */
function refuseWithoutDirection(features: ArrayLike<number>, part: FeaturePart): void {
  if (hasDirection(features, part)) return;
  throw new ClassifierError('result-not-finite', 'every feature of this photo is zero');
}

function rankNeighbours(cosines: Float64Array): Neighbour[] {
  return Array.from(cosines, (similarity, row) => ({ row, similarity }))
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, SHOWN_NEIGHBOURS);
}
