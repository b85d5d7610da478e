import { conformalPValue } from '../core/conformal';
import { findNearest, scoreDomain } from '../core/domain-score';
import { ClassifierError } from '../core/errors';
import type { Manifest } from '../core/manifest';
import { countLabels, toProbabilities } from '../core/probabilities';
import { computeLabelPValues, isInSet, MAX_COVERAGE } from '../core/sets/label-p-values';
import type { Evidence, Familiarity } from '../core/verdict';
import type { ModelBundle } from '../model/read-model';
import type { NetworkOutput } from './network';

/**
 * Turns what the network said into evidence: calibrated probabilities, the prediction set and the
 * familiarity.
 *
 * @throws ClassifierError `result-not-finite` or `model-output-unexpected`.
 */
export function judge(bundle: ModelBundle, output: NetworkOutput, topK: number): Evidence {
  const { manifest } = bundle;
  const { labels, calibration } = manifest;
  const probabilities = computeProbabilities(manifest, output);
  const nameOf = (index: number) => labels[index] ?? `#${index}`;
  const pValues = computeLabelPValues(probabilities, calibration);
  const order = rank(probabilities);
  const ranked = order.slice(0, Math.max(1, topK));
  return {
    ranked: ranked.map((index) => ({
      label: nameOf(index),
      probability: probabilities[index] ?? NaN,
      setPValue: pValues?.[index] ?? null,
    })),
    unrankedSetPValues: order
      .slice(ranked.length)
      .flatMap((index) => pValues?.[index] ?? [])
      .filter((pValue) => isInSet(pValue, MAX_COVERAGE)),
    familiarity: output.features && judgeFamiliarity(bundle, output.features),
  };
}

/** Compares a photo's features with the reference bank; `null` when the model has none. */
function judgeFamiliarity(
  { manifest: { detector, labels }, bank }: ModelBundle,
  features: Float32Array,
): Familiarity | null {
  if (!detector || !bank) return null;
  if (detector.kind !== 'knn') throw new ClassifierError('model-unsupported', detector.kind);
  const { start, length } = detector.features;
  const own = features.subarray(start, start + length);
  // Without a single feature there is no direction to compare: no verdict beats a made-up one.
  if (own.every((value) => value === 0)) {
    throw new ClassifierError('result-not-finite', 'every feature of this photo is zero');
  }
  const nearest = findNearest(own, bank, detector.k);
  const distance = scoreDomain(nearest, detector.k);
  if (!Number.isFinite(distance)) throw new ClassifierError('result-not-finite', 'familiarity');
  return {
    pValue: conformalPValue(distance, detector.heldOutDistances),
    distance,
    nearest: nearest.map(({ row, similarity }) => ({
      label: labels[bank.labels[row] ?? -1] ?? '',
      similarity,
      row,
    })),
  };
}

/**
 * Calibrated probabilities, one a label.
 *
 * @throws ClassifierError `result-not-finite` or `model-output-unexpected`.
 */
export function computeProbabilities(
  { labels, output, calibration }: Manifest,
  { logits, features }: NetworkOutput,
): number[] {
  if (countLabels(logits.length, output) !== labels.length) {
    throw new ClassifierError(
      'model-output-unexpected',
      `${logits.length} outputs for ${labels.length} labels`,
    );
  }
  if (!allFinite(logits) || (features && !allFinite(features))) {
    throw new ClassifierError('result-not-finite');
  }
  return toProbabilities(logits, output, calibration);
}

function allFinite(values: Float32Array): boolean {
  return values.every((value) => Number.isFinite(value));
}

/** Indices, the most probable first. */
function rank(probabilities: readonly number[]): number[] {
  return probabilities
    .map((_, index) => index)
    .sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0));
}
