import { ClassifierError } from '../core/errors';
import type { FilePart, TrunkSpec } from '../core/manifest';
import { type BundleFile, toFile, toPart } from './bundle-file';
import type { GraphParts } from './graph-parts';
import { joinPath } from './join-path';
import type { ModelFiles, ReadOptions } from './model-files';
import { readPart } from './read-part';

/** A trunk's files inside a bundle, and the part of a manifest that names them. */
export interface TrunkFiles {
  trunk: FilePart;
  files: BundleFile[];
}

const FOLDER = 'trunk';

/**
 * Takes a trunk's files as they are, so that a new head can be shipped with them.
 *
 * @param files The folder of the manifest that names it.
 * @throws ClassifierError as `readTrunk`.
 */
export async function copyTrunkFiles(
  files: ModelFiles,
  part: FilePart,
  spec: TrunkSpec,
  options: ReadOptions = {},
): Promise<TrunkFiles> {
  const folder = files.folderOf(part.path);
  const parts = [spec.model, ...spec.weights];
  const [description, ...others] = await Promise.all([
    readPart(files, part, options),
    ...parts.map((one) => readPart(folder, one, options)),
  ]);
  const path = `${FOLDER}/trunk.json`;
  return {
    trunk: { ...part, path },
    files: [
      { path, bytes: new Uint8Array(description) },
      ...others.map((bytes, i) => ({
        path: joinPath(FOLDER, parts[i]?.path ?? ''),
        bytes: new Uint8Array(bytes),
      })),
    ],
  };
}

/** What a trunk is made of when it comes out of somebody else's network. */
interface NewTrunk {
  name: string;
  graph: GraphParts;
  input: TrunkSpec['input'];
  taps: TrunkSpec['taps'];
  credits: string[];
  licence: string;
}

/**
 * Writes the part of a network that describes photos as a trunk of its own.
 *
 * @throws ClassifierError `model-unsupported` for weights of a kind that trunks do not hold.
 */
export async function writeTrunkFiles({ graph, ...rest }: NewTrunk): Promise<TrunkFiles> {
  const odd = graph.weightSpecs.find(({ dtype }) => dtype !== 'float32' && dtype !== 'int32');
  if (odd) throw new ClassifierError('model-unsupported', `${odd.name} is ${odd.dtype}`);
  const model = toFile(`${FOLDER}/model.json`, {
    format: 'graph-model',
    signature: graph.signature ?? {},
    modelTopology: graph.topology,
    weightsManifest: [
      {
        paths: ['weights.bin'],
        weights: graph.weightSpecs.map(({ name, shape, dtype }) => ({ name, shape, dtype })),
      },
    ],
  });
  const weights = { path: `${FOLDER}/weights.bin`, bytes: new Uint8Array(graph.weightData) };
  const description = toFile(`${FOLDER}/trunk.json`, {
    format: 'bearings-trunk',
    version: 1,
    ...rest,
    model: await toPart(model, 'model.json'),
    weights: [await toPart(weights, 'weights.bin')],
  } satisfies TrunkSpec);
  return {
    trunk: await toPart(description),
    files: [description, model, weights],
  };
}
