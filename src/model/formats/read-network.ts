import { ClassifierError } from '../../core/errors';
import type { Fit } from '../../core/fit';
import type { FileTree, TreeFile } from '../file-tree';
import type { ForeignNetwork } from '../foreign-model';
import { asRecord } from '../json-values';
import type { KerasModel } from '../keras/keras-model';
import { repairKeras } from '../keras/repair-keras';
import { parseTfjsModel } from '../parse-tfjs-model';
import { parseWeightsManifest, type WeightGroup } from '../weights-manifest';
import { findShards } from './find-shards';
import type { Clues, FormatOptions } from './format';
import { measureUnpacked } from './measure-unpacked';

/** A network read, repaired where needed, and checked. */
export type ReadNetwork =
  | { kind: 'graph'; network: GraphNetwork; fit: null; notes: string[] }
  | {
      kind: 'layers';
      network: LayersNetwork;
      keras: KerasModel;
      /** How the network's own first layer fitted the photo, before that was left to us. */
      fit: Fit | null;
      notes: string[];
    };

type GraphNetwork = Extract<ForeignNetwork, { kind: 'tfjs-graph' }>;
type LayersNetwork = Extract<ForeignNetwork, { kind: 'tfjs-layers' }>;

/**
 * Reads a model's weights and puts the network together.
 *
 * @throws ClassifierError `model-part-missing`, `model-part-damaged`, `model-weights-invalid`,
 *   `model-without-weights`, `model-topology-damaged`, `model-asks-for-code`,
 *   `model-layer-unsupported`, and what `parseTfjsModel` and reading a file throw.
 */
export async function readNetwork(
  { tree, model }: Clues,
  options: FormatOptions,
): Promise<ReadNetwork> {
  const groups = parseWeightsManifest(model.json['weightsManifest'], model.path);
  const shards = await locateShards(tree, model.path, groups, options);
  const data = await readShards(shards, options);
  const specs = groups.flatMap(({ weights }) => weights);
  if (model.kind === 'graph') {
    const signature = model.json['signature'] ?? olderSignature(model.json);
    const json = { ...model.json, signature: asRecord(signature) ?? undefined };
    const network = parseTfjsModel(json, data, model.path);
    if (network.kind !== 'tfjs-graph') throw new ClassifierError('model-topology-damaged');
    return { kind: 'graph', network, fit: null, notes: [] };
  }
  const repaired = repairKeras({ topology: model.topology, specs, data });
  const { topology, specs: weights, data: weightData } = repaired.parts;
  const json = { modelTopology: topology, weightsManifest: [{ paths: ['weights.bin'], weights }] };
  const network = parseTfjsModel(json, weightData, model.path);
  if (network.kind !== 'tfjs-layers') throw new ClassifierError('model-topology-damaged');
  const { model: keras, fit, notes } = repaired;
  return { kind: 'layers', network, keras, fit, notes };
}

/** Converters of before 2020 put the signature among the user's own data. */
function olderSignature(json: Record<string, unknown>): unknown {
  return asRecord(json['userDefinedMetadata'])?.['signature'];
}

/** Parts that are gzip'd have other sizes than the manifest promises until they are unpacked. */
async function locateShards(
  tree: FileTree,
  modelPath: string,
  groups: readonly WeightGroup[],
  { signal }: FormatOptions,
): Promise<TreeFile[]> {
  try {
    return findShards(tree, modelPath, groups);
  } catch (error) {
    const files = await measureUnpacked(tree.files, signal ? { signal } : {});
    if (!files) throw error;
    return findShards({ ...tree, files }, modelPath, groups);
  }
}

async function readShards(
  shards: readonly TreeFile[],
  { signal, onProgress }: FormatOptions,
): Promise<ArrayBuffer> {
  const total = shards.reduce((sum, { bytes }) => sum + bytes, 0);
  const joined = new Uint8Array(total);
  let at = 0;
  onProgress?.(0, total);
  for (const shard of shards) {
    if (signal?.aborted) throw new ClassifierError('cancelled');
    const part = await shard.read(signal ? { signal } : {});
    if (part.byteLength !== shard.bytes) {
      const sizes = `${part.byteLength} bytes instead of ${shard.bytes}`;
      throw new ClassifierError('model-part-damaged', `${shard.path}: ${sizes}`);
    }
    joined.set(part, at);
    at += part.byteLength;
    onProgress?.(at, total);
  }
  return joined.buffer;
}
