import { openBank, type ReferenceBank } from '../core/bank';
import { ClassifierError } from '../core/errors';
import { type Manifest, parseManifest } from '../core/manifest';
import { checkFinite, readFloats } from './check-weights';
import { joinBytes } from './fetched-files';
import type { LayersParts } from './foreign-model';
import type { GraphParts } from './graph-parts';
import { PromiseCache } from './memoize-promise';
import type { ModelFiles, ReadOptions } from './model-files';
import { parseTfjsModel } from './parse-tfjs-model';
import { readGraph } from './read-graph';
import { parseJson, readPart } from './read-part';
import { readTrunk, type TrunkParts } from './read-trunk';

type NetworkSpec<K extends Manifest['network']['kind']> = Extract<Manifest['network'], { kind: K }>;

/** A model's network in memory, checked but not yet built. */
export type NetworkParts =
  | {
      kind: 'head-on-trunk';
      /** Tells trunks apart; the same for models that share one. */
      trunkKey: string;
      trunk: TrunkParts;
      /** weights [features × labels], row by row, then biases [labels]. */
      head: Float32Array;
    }
  | { kind: 'tfjs-mobilenet'; spec: NetworkSpec<'tfjs-mobilenet'>; graph: GraphParts }
  | { kind: 'tfjs-layers'; spec: NetworkSpec<'tfjs-layers'>; layers: LayersParts }
  | { kind: 'tfjs-graph'; spec: NetworkSpec<'tfjs-graph'>; graph: GraphParts };

/** Everything that makes a model, read and checked. */
export interface ModelBundle {
  manifest: Manifest;
  network: NetworkParts;
  /** `null` when the model can't judge familiarity. */
  bank: ReferenceBank | null;
}

interface ReadModelOptions {
  signal?: AbortSignal;
  /** Bytes read so far and bytes in all, as far as known. */
  onProgress?: (loaded: number, total: number) => void;
}

/** Reads models. What several models share is read once. */
export class ModelReader {
  private readonly trunks = new PromiseCache<TrunkParts>();

  /**
   * Reads a model by its manifest and checks every part.
   *
   * @param name The manifest's file name.
   * @throws ClassifierError `model-not-found`, `model-manifest-invalid`, `model-part-missing`,
   *   `model-part-damaged`, `model-weights-invalid`, `model-unsupported`, `network-offline`,
   *   `cancelled`.
   */
  async read(
    files: ModelFiles,
    name: string,
    { signal, onProgress }: ReadModelOptions = {},
  ): Promise<ModelBundle> {
    let loaded = 0;
    let total = 0;
    const onBytes = (bytes: number) => {
      loaded += bytes;
      onProgress?.(loaded, Math.max(loaded, total));
    };
    const onTotal = (bytes: number) => (total += bytes);
    const options = { ...(signal ? { signal } : {}), onBytes, onTotal };
    const manifest = await readManifest(files, name, options);
    const [network, bank] = await Promise.all([
      this.readNetwork(files, manifest, options),
      readBank(files, manifest, options),
    ]);
    return { manifest, network, bank };
  }

  private async readNetwork(
    files: ModelFiles,
    { network, labels }: Manifest,
    options: Options,
  ): Promise<NetworkParts> {
    if (network.kind === 'tfjs-mobilenet') {
      const graph = await readGraph(files, network.model, options);
      return { kind: 'tfjs-mobilenet', spec: network, graph };
    }
    if (network.kind !== 'head-on-trunk') return readForeign(files, network, options);
    options.onTotal(network.head.bytes);
    const trunkKey = network.trunk.sha256;
    const [trunk, headBytes] = await Promise.all([
      this.trunks.get(trunkKey, () => readTrunk(files, network.trunk, options)),
      readPart(files, network.head, options),
    ]);
    const features = trunk.spec.taps.reduce((sum, { length }) => sum + length, 0);
    if (headBytes.byteLength !== 4 * (features + 1) * labels.length) {
      throw new ClassifierError(
        'model-output-unexpected',
        `${network.head.path} is not for ${features} features and ${labels.length} labels`,
      );
    }
    const head = readFloats(headBytes);
    checkFinite(head, network.head.path);
    return { kind: 'head-on-trunk', trunkKey, trunk, head };
  }
}

async function readForeign(
  files: ModelFiles,
  spec: NetworkSpec<'tfjs-layers' | 'tfjs-graph'>,
  options: Options,
): Promise<NetworkParts> {
  options.onTotal([spec.model, ...spec.weights].reduce((sum, { bytes }) => sum + bytes, 0));
  const [model, ...shards] = await Promise.all([
    readPart(files, spec.model, options),
    ...spec.weights.map((shard) => readPart(files, shard, options)),
  ]);
  const json = parseJson(model, spec.model.path);
  const network = parseTfjsModel(json, joinBytes(shards).buffer, spec.model.path);
  if (network.kind === 'tfjs-layers' && spec.kind === 'tfjs-layers') return { ...network, spec };
  if (network.kind === 'tfjs-graph' && spec.kind === 'tfjs-graph') return { ...network, spec };
  throw new ClassifierError('model-manifest-invalid', `${spec.model.path} is no ${spec.kind}`);
}

type Options = ReadOptions & { onTotal: (bytes: number) => void };

async function readManifest(
  files: ModelFiles,
  name: string,
  options: ReadOptions,
): Promise<Manifest> {
  return parseManifest(parseJson(await readManifestBytes(files, name, options), name));
}

async function readManifestBytes(
  files: ModelFiles,
  name: string,
  options: ReadOptions,
): Promise<Uint8Array> {
  try {
    return await files.read(name, options);
  } catch (error) {
    if (!(error instanceof ClassifierError) || error.code !== 'model-part-missing') throw error;
    throw new ClassifierError('model-not-found', error.detail, { cause: error });
  }
}

async function readBank(
  files: ModelFiles,
  { detector }: Manifest,
  options: Options,
): Promise<ReferenceBank | null> {
  if (!detector) return null;
  options.onTotal(detector.bank.bytes);
  const bytes = await readPart(files, detector.bank, options);
  const expected = detector.bankLabels.length * detector.features.length;
  if (bytes.byteLength !== expected) {
    throw new ClassifierError(
      'model-manifest-invalid',
      `the reference bank has ${bytes.byteLength} bytes instead of ${expected}`,
    );
  }
  const rows = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return openBank(rows, detector.features.length, detector.bankLabels);
}
