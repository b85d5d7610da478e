import { ClassifierError } from '../core/errors';
import { joinBytes } from './fetched-files';
import { type GraphParts, totalWeightBytes } from './graph-parts';
import { parseModelJson } from './model-json';
import type { ModelFiles, ReadOptions } from './model-files';
import { parseTfjsModel } from './parse-tfjs-model';
import { parseJson } from './read-part';

interface GraphReadOptions extends ReadOptions {
  /** Called once the number of bytes still to come is known. */
  onTotal?: (bytes: number) => void;
}

/**
 * Reads a tfjs graph model: its `model.json` and every shard that it names.
 *
 * @throws ClassifierError `model-unsupported` when it is something else, `model-part-missing`,
 *   `network-offline`, `cancelled`, or as `parseTfjsModel`.
 */
export async function readGraph(
  files: ModelFiles,
  path: string,
  { onTotal, ...options }: GraphReadOptions = {},
): Promise<GraphParts> {
  const json = parseJson(await files.read(path, options), path);
  const { paths, weightSpecs } = parseModelJson(json, path);
  onTotal?.(totalWeightBytes(weightSpecs));
  const folder = files.folderOf(path);
  const shards = await Promise.all(paths.map((shard) => folder.read(shard, options)));
  const network = parseTfjsModel(json, joinBytes(shards).buffer, path);
  if (network.kind === 'tfjs-graph') return network.graph;
  throw new ClassifierError('model-unsupported', `${path} is no graph model`);
}
