import type { Contract, Fact, OutputKind } from './contract';
import { ClassifierError } from './errors';
import { type FilePart, type Manifest, parseManifest } from './manifest';
import type { GoldenRun, NetworkFindings } from './network-findings';
import { pinGolden } from './pin-golden';
import { countLabels, toLogits } from './probabilities';

/** What a manifest is drafted from. */
export interface DraftParts {
  /** Names the model on this device: small letters, digits and hyphens. */
  id: string;
  model: {
    /** For people. */
    name: string;
    /** For people: "Teachable Machine image model". */
    formatName: string;
    /** What had to be repaired, a sentence each. */
    notes: readonly string[];
  };
  /** As read, guessed, measured or chosen; without labels they are numbered. */
  contract: Contract;
  findings: NetworkFindings;
  /** What the network says of the golden inputs under this contract, where `findings` knew another. */
  golden?: readonly GoldenRun[];
  files: { model: FilePart; weights: readonly FilePart[] };
}

/**
 * Below this probability a verdict is *unsure*. Softmax of a model that nobody calibrated claims too
 * much (a public Teachable Machine model is 90 % sure on half of all unrelated photos), so the floor
 * is well above one half; but a floor cannot mend that, which is what reference photos are for. It
 * is no higher because a model that smooths its labels rarely says more.
 */
const CONFIDENCE_FLOOR = 0.8;
/**
 * Among so many labels some are nearly synonyms and share the probability: one that alone has half
 * of it is far ahead of the rest.
 */
const MANY_LABELS = 100;
const CONFIDENCE_FLOOR_OF_MANY = 0.5;
/** The false-alarm rate that users start with. */
export const DEFAULT_FALSE_ALARM_RATE = 0.05;

/**
 * Writes the first manifest of a model that somebody else made: it runs, and says of itself that
 * nothing about its confidence or its domain is known yet.
 *
 * @throws ClassifierError `model-output-unexpected` when there are labels, but not one for each
 *   output; `result-not-finite` when a golden output is not a number; `model-manifest-invalid`.
 */
export function draftManifest({ id, model, findings, files, ...parts }: DraftParts): Manifest {
  const { taps, units } = findings;
  const output = chooseOutput(parts.contract, findings);
  const labels = nameLabels(parts.contract.labels, countLabels(units, output.value));
  const contract: Contract = { ...parts.contract, output, labels };
  const golden = (parts.golden ?? findings.golden).map((run) => ({
    seed: run.seed,
    logits: logitsOf(run, output.value, findings),
  }));
  if (!golden.every((run) => Array.from(run.logits).every(Number.isFinite))) {
    throw new ClassifierError('result-not-finite', 'golden outputs');
  }
  return parseManifest({
    format: 'bearings-model',
    version: 1,
    id,
    name: model.name,
    summary: `${model.formatName} with ${labels.value.length} labels, opened on this device. Not calibrated; it has no reference photos yet.`,
    labels: labels.value,
    input: {
      ...contract.size.value,
      fit: contract.fit.value,
      channels: contract.channels.value,
      layout: contract.layout.value,
      scale: contract.scale.value,
      orientation: contract.orientation.value,
    },
    network: {
      kind: findings.kind,
      model: files.model,
      weights: [...files.weights],
      units,
      ...taps,
    },
    output: output.value,
    contract: listCertainties(contract),
    calibration: null,
    detector: null,
    thresholds: {
      confidence: labels.value.length > MANY_LABELS ? CONFIDENCE_FLOOR_OF_MANY : CONFIDENCE_FLOOR,
      falseAlarmRate: DEFAULT_FALSE_ALARM_RATE,
    },
    golden: pinGolden(golden, output.value),
    evaluation: null,
    provenance: {
      trainedOn: 'Not stated.',
      madeWith: [`${model.formatName}, opened with Bearings.`, ...model.notes].join(' '),
      credits: [],
    },
    licence: 'Not stated.',
  } satisfies Manifest);
}

/**
 * A label for each output: the contract's own, or numbered ones marked as guesses where it has none.
 *
 * @throws ClassifierError `model-output-unexpected` when there are too many or too few.
 */
export function nameLabels({ value, from }: Fact<string[]>, count: number): Fact<string[]> {
  const numbered = (index: number) => `Class ${index + 1}`;
  if (value.length === 0) {
    return { value: Array.from({ length: count }, (_, i) => numbered(i)), from: 'guess' };
  }
  if (value.length !== count) {
    throw new ClassifierError(
      'model-output-unexpected',
      `${value.length} labels for ${count} outputs`,
    );
  }
  return { value: value.map((label, i) => label.trim() || numbered(i)), from };
}

/** The user has the last word; else what the network's answers showed counts for more than a name. */
function chooseOutput(contract: Contract, findings: NetworkFindings): Contract['output'] {
  return contract.output.from === 'chosen' ? contract.output : findings.output;
}

/** What the opened network will say of a golden input, once its manifest says what its answer is. */
function logitsOf(
  { answer, logits }: GoldenRun,
  output: OutputKind,
  { output: measured, taps }: NetworkFindings,
): ArrayLike<number> {
  // A node before softmax stays what it is; without one, the answer is read as the user says.
  const isReread = output !== measured.value && taps.logits === null;
  return isReread ? toLogits(Float32Array.from(answer), output) : logits;
}

/** How sure each part is, as a manifest says it. */
export function listCertainties(contract: Contract): NonNullable<Manifest['contract']> {
  return {
    labels: contract.labels.from,
    size: contract.size.from,
    fit: contract.fit.from,
    channels: contract.channels.from,
    layout: contract.layout.from,
    scale: contract.scale.from,
    orientation: contract.orientation.from,
    output: contract.output.from,
  };
}
