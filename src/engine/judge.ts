import type { ReferenceBank } from '../core/bank';
import { type OpenDetector, openDetector } from '../core/detectors/open-detector';
import { ClassifierError } from '../core/errors';
import type { DetectorSpec, Manifest } from '../core/manifest';
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
    familiarity: judgeFamiliarity(bundle, output),
  };
}

/** How usual a photo is among the model's own; `null` when the model has no bank. */
function judgeFamiliarity(
  { manifest: { detector, labels }, bank }: ModelBundle,
  { logits, features }: NetworkOutput,
): Familiarity | null {
  if (!detector || !bank || !features) return null;
  const { nearest, ...judgement } = takeDetector(detector, bank)(logits, features);
  return {
    ...judgement,
    nearest: nearest.map(({ row, similarity }) => ({
      label: labels[bank.labels[row] ?? -1] ?? '',
      similarity,
      row,
    })),
  };
}

/** Fitting a detector on its bank costs more than a photo: it is done once for each open bank. */
const opened = new WeakMap<ReferenceBank, { spec: DetectorSpec; judge: OpenDetector }>();

function takeDetector(spec: DetectorSpec, bank: ReferenceBank): OpenDetector {
  const known = opened.get(bank);
  if (known?.spec === spec) return known.judge;
  const judge = openDetector(spec, bank);
  opened.set(bank, { spec, judge });
  return judge;
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
