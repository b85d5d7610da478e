import { scaleLogits } from '../core/calibrate/scaling';
import { ClassifierError } from '../core/errors';
import type { PlainKind } from '../core/export/plain-kinds';
import { goldenImage } from '../core/golden';
import type { InputSpec } from '../core/manifest';
import type { ModelImage } from '../core/model-image';
import { calibrateHead } from '../model/export/calibrated-head';
import { writePlainGraph } from '../model/export/plain-graph';
import { teachableInput } from '../model/export/input-adapter';
import { writePlainLayers } from '../model/export/plain-layers';
import { type Precision, precisions, quantiseWeights } from '../model/export/quantise-weights';
import type { ForeignNetwork } from '../model/foreign-model';
import type { ModelBundle } from '../model/read-model';
import { GraphRunner } from './graph-runner';
import type { Network } from './network';
import type { Runner } from './runner';
import { countChannels, toTensor } from './to-tensor';

/** The largest difference in any probability that is still the same model. */
const MAX_EXPORT_ERROR = 1e-3;
/** Pictures that the exported model is compared on. */
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

/** A model of ours in plain form. */
export interface PlainModel {
  network: ForeignNetwork;
  precision: Precision;
  /** What no probability can be off by more than, measured on this device. */
  error: number;
  /** How the exported network is fed. */
  input: InputSpec;
}

interface ExportPlainOptions {
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/**
 * Writes a head on a trunk as one plain network, in the smallest form that gives the same answers:
 * each is built and run here beside the model itself.
 *
 * @param network The same model, open on the current backend.
 * @throws ClassifierError `export-not-offered`, `export-layers-unsupported`, `export-inexact`,
 *   `cancelled`.
 */
export async function exportPlain(
  { manifest, network: parts }: ModelBundle,
  network: Network,
  kind: PlainKind,
  { signal, onProgress }: ExportPlainOptions = {},
): Promise<PlainModel> {
  if (parts.kind !== 'head-on-trunk') throw new ClassifierError('export-not-offered', parts.kind);
  const { input, labels, calibration } = manifest;
  const head = calibrateHead(parts.head, labels.length, calibration);
  const images = SEEDS.map((seed) => goldenImage(seed, input.width, input.height));
  const total = images.length * (1 + precisions.length);
  let done = 0;
  const step = () => {
    if (signal?.aborted) throw new ClassifierError('cancelled');
    done += 1;
    onProgress?.(done, total);
  };
  const expected: number[][] = [];
  for (const image of images) {
    step();
    expected.push(scaleLogits((await network.run(image)).logits, calibration));
  }
  const written = write(kind, parts, head, input);
  let error = Infinity;
  for (const precision of precisions) {
    const stored = store(written, precision);
    const runner = await build(stored, written.input);
    try {
      error = 0;
      for (const [i, image] of images.entries()) {
        step();
        const logits = await run(runner, written.logits, image, written.fed);
        error = Math.max(error, boundError(logits, expected[i] ?? []));
        if (!(error <= MAX_EXPORT_ERROR)) break;
      }
    } finally {
      runner.dispose();
    }
    if (error <= MAX_EXPORT_ERROR) return { network: stored, precision, error, input: written.fed };
  }
  throw new ClassifierError('export-inexact', `probabilities off by up to ${error}`);
}

/**
 * What no probability can change by more than when logits change: a quarter of the largest change in
 * the difference of two of them (the slope of softmax is p (1 - p) ≤ ¼). Unlike the probabilities of a
 * few pictures, this hides nothing where the model is sure.
 */
export function boundError(some: ArrayLike<number>, others: ArrayLike<number>): number {
  const changes = Array.from(some, (value, i) => value - (others[i] ?? NaN));
  return (Math.max(...changes) - Math.min(...changes)) / 4;
}

interface Written {
  network: ForeignNetwork;
  /** The node that is fed; empty for layers. */
  input: string;
  logits: string;
  fed: InputSpec;
}

function write(
  kind: PlainKind,
  { trunk }: Extract<ModelBundle['network'], { kind: 'head-on-trunk' }>,
  head: ReturnType<typeof calibrateHead>,
  input: InputSpec,
): Written {
  if (kind === 'graph') {
    const { graph, input: node, logits } = writePlainGraph(trunk, head, countChannels(input));
    return { network: { kind: 'tfjs-graph', graph }, input: node, logits, fed: input };
  }
  const { layers, logits } = writePlainLayers(trunk, head, input);
  const fed = { ...input, ...teachableInput };
  return { network: { kind: 'tfjs-layers', layers }, input: '', logits, fed };
}

function store({ network }: Written, precision: Precision): ForeignNetwork {
  return network.kind === 'tfjs-graph'
    ? { ...network, graph: { ...network.graph, ...quantiseWeights(network.graph, precision) } }
    : { ...network, layers: { ...network.layers, ...quantiseWeights(network.layers, precision) } };
}

async function build(network: ForeignNetwork, input: string): Promise<Runner> {
  if (network.kind === 'tfjs-graph') return GraphRunner.build(network.graph, input);
  // Fetched when needed: most models run without it.
  const { LayersRunner } = await import('./layers-runner');
  return LayersRunner.build(network.layers);
}

async function run(
  runner: Runner,
  node: string,
  image: ModelImage,
  input: InputSpec,
): Promise<Float32Array> {
  const buffer = new Float32Array(image.width * image.height * countChannels(input));
  const picture = toTensor(image, input, buffer);
  try {
    const [tensor] = await runner.run(picture, [node]);
    try {
      return (await tensor?.data<'float32'>()) ?? new Float32Array();
    } finally {
      tensor?.dispose();
    }
  } finally {
    picture.dispose();
  }
}
