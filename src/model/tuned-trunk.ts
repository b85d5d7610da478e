import { ClassifierError } from '../core/errors';
import { parseTrunk, type TrunkSpec } from '../core/manifest';
import { type BundleFile, toFile, toPart } from './bundle-file';
import { type GraphNode, inputsOf, parseNodes } from './graph-nodes';
import { joinPath } from './join-path';
import type { BlockWeights, LastBlock } from './last-block';
import { packWeights } from './pack-weights';
import { type PackedEntry, parsePackedGraph, unpackWeights } from './packed-weights';
import { parseJson } from './read-part';
import type { TrunkFiles } from './trunk-files';
import { WeightValues } from './weight-values';

/** A tuned block as it ships, int8 with one scale a channel, and the numbers that come out of that. */
export interface PackedBlock {
  /** By names of the block's own: "expand/kernel". */
  entries: PackedEntry[];
  bytes: Uint8Array<ArrayBuffer>;
  weights: BlockWeights;
}

/** Packs a block's weights. */
export function packBlock({ shape }: Pick<LastBlock, 'shape'>, weights: BlockWeights): PackedBlock {
  const { in: from, middle, out, kernelSide } = shape;
  const list = [
    { key: 'expand', name: 'expand/kernel', shape: [1, 1, from, middle], axis: 3 },
    { key: 'expandBias', name: 'expand/bias', shape: [middle] },
    {
      key: 'depthwise',
      name: 'depthwise/kernel',
      shape: [kernelSide, kernelSide, middle, 1],
      axis: 2,
    },
    { key: 'depthwiseBias', name: 'depthwise/bias', shape: [middle] },
    { key: 'project', name: 'project/kernel', shape: [middle, out], axis: 1 },
    { key: 'projectBias', name: 'project/bias', shape: [out] },
  ] as const;
  const { entries, bytes } = packWeights(
    list.map(({ key, shape: sides, ...rest }) => ({
      ...rest,
      shape: [...sides],
      values: weights[key],
    })),
  );
  const unpacked = unpackWeights(entries, bytes);
  const values = new WeightValues(unpacked.weightSpecs, unpacked.weightData);
  const read = (name: string) => Float32Array.from(values.read(name));
  return {
    entries,
    bytes,
    weights: {
      expand: read('expand/kernel'),
      expandBias: read('expand/bias'),
      depthwise: read('depthwise/kernel'),
      depthwiseBias: read('depthwise/bias'),
      project: read('project/kernel'),
      projectBias: read('project/bias'),
    },
  };
}

/**
 * Writes a trunk with a tuned copy of its last block beside the block itself: one more tap, for heads
 * alone. Domain scores go on by the taps that have learnt from none of these photos.
 *
 * @param files The trunk as it was.
 * @throws ClassifierError `model-part-missing`, `model-manifest-invalid`.
 */
export async function writeTunedTrunk(
  { trunk, files }: TrunkFiles,
  { input, nodes, shape }: LastBlock,
  { entries, bytes }: PackedBlock,
): Promise<TrunkFiles> {
  const folder = trunk.path.split('/').slice(0, -1).join('/');
  const { bytes: described } = needFile(files, trunk.path);
  const spec = parseTrunk(parseJson(described, trunk.path));
  const modelPath = joinPath(folder, spec.model.path);
  const json = parsePackedGraph(parseJson(needFile(files, modelPath).bytes, modelPath));
  const old = parseNodes(json.modelTopology);
  const prefix = findPrefix(old);
  const tap = `${prefix}/project`;
  const weights = { path: joinPath(folder, `${prefix}.bin`), bytes };
  const model = toFile(modelPath, {
    ...json,
    modelTopology: {
      ...json.modelTopology,
      node: [...old, ...copyBlock(old, { input, nodes }, prefix)],
    },
    weightsManifest: [
      ...json.weightsManifest,
      { paths: [`${prefix}.bin`], weights: entries.map((entry) => putUnder(prefix, entry)) },
    ],
  });
  const description = toFile(trunk.path, {
    ...spec,
    name: `${spec.name}, last block tuned`,
    model: await toPart(model, spec.model.path),
    weights: [...spec.weights, await toPart(weights, `${prefix}.bin`)],
    taps: [...spec.taps, { node: tap, length: shape.out, domain: false }],
  } satisfies TrunkSpec);
  const kept = files.filter(({ path }) => path !== trunk.path && path !== modelPath);
  return {
    trunk: await toPart(description),
    files: [description, model, ...kept, weights],
  };
}

/** A trunk that was tuned once may be tuned again. */
function findPrefix(nodes: readonly GraphNode[]): string {
  let number = 1;
  const isTaken = (prefix: string) => nodes.some(({ name }) => name.startsWith(`${prefix}/`));
  while (isTaken(`tuned_${number}`)) number += 1;
  return `tuned_${number}`;
}

function putUnder(prefix: string, { name, quantization, ...entry }: PackedEntry): PackedEntry {
  return {
    ...entry,
    name: `${prefix}/${name}`,
    ...(quantization && {
      quantization: { ...quantization, scale: `${prefix}/${quantization.scale}` },
    }),
  };
}

function copyBlock(
  old: readonly GraphNode[],
  { input, nodes }: Pick<LastBlock, 'input' | 'nodes'>,
  prefix: string,
): GraphNode[] {
  const byName = new Map(old.map((node) => [node.name, node]));
  const copyStep = (node: GraphNode, name: string, from: string): GraphNode[] => {
    const [, kernel = '', bias = ''] = inputsOf(node);
    const copies = [
      { from: kernel, name: `${name}/kernel` },
      { from: bias, name: `${name}/bias` },
    ].map((one) => {
      const constant = byName.get(one.from);
      if (!constant) throw new ClassifierError('model-manifest-invalid', `no node ${one.from}`);
      return { ...constant, name: one.name };
    });
    return [...copies, { ...node, name, input: [from, `${name}/kernel`, `${name}/bias`] }];
  };
  return [
    ...copyStep(nodes.expand, `${prefix}/expand`, input),
    ...copyStep(nodes.depthwise, `${prefix}/depthwise`, `${prefix}/expand`),
    { ...nodes.pool, name: `${prefix}/pool`, input: [`${prefix}/depthwise`] },
    { ...nodes.flat, name: `${prefix}/flat`, input: [`${prefix}/pool`] },
    ...copyStep(nodes.project, `${prefix}/project`, `${prefix}/flat`),
  ];
}

function needFile(files: readonly BundleFile[], path: string): BundleFile {
  const file = files.find((one) => one.path === path);
  if (!file) throw new ClassifierError('model-part-missing', path);
  return file;
}
