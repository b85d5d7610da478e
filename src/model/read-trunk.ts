import { type FilePart, parseTrunk, type TrunkSpec } from '../core/manifest';
import { joinBytes } from './fetched-files';
import { checkWeights, type GraphParts } from './graph-parts';
import type { ModelFiles, ReadOptions } from './model-files';
import { unpackGraph } from './packed-weights';
import { parseJson, readPart } from './read-part';

/** The shared trunk in memory. */
export interface TrunkParts {
  spec: TrunkSpec;
  graph: GraphParts;
}

/**
 * Reads the trunk that a manifest names: its description, graph and weights, each by its fingerprint.
 *
 * @param onTotal Called with the bytes still to come once they are known.
 * @throws ClassifierError `model-part-missing`, `model-part-damaged`, `model-manifest-invalid`,
 *   `model-weights-invalid`, `model-unsupported`, `network-offline`, `cancelled`.
 */
export async function readTrunk(
  files: ModelFiles,
  part: FilePart,
  { onTotal, ...options }: ReadOptions & { onTotal?: (bytes: number) => void } = {},
): Promise<TrunkParts> {
  const spec = parseTrunk(parseJson(await readPart(files, part, options), part.path));
  const folder = files.folderOf(part.path);
  onTotal?.([spec.model, ...spec.weights].reduce((sum, { bytes }) => sum + bytes, 0));
  const [model, ...shards] = await Promise.all([
    readPart(folder, spec.model, options),
    ...spec.weights.map((shard) => readPart(folder, shard, options)),
  ]);
  const graph = unpackGraph(parseJson(model, spec.model.path), joinBytes(shards));
  checkWeights(graph);
  return { spec, graph };
}
