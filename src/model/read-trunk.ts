import { z } from 'zod';
import { ClassifierError } from '../core/errors';
import { type FilePart, parseTrunk, type TrunkSpec } from '../core/manifest';
import { joinBytes } from './fetched-files';
import { checkWeights, type GraphParts } from './graph-parts';
import type { ModelFiles, ReadOptions } from './model-files';
import { unpackWeights } from './packed-weights';
import { parseJson, readPart } from './read-part';

/** The shared trunk in memory. */
export interface TrunkParts {
  spec: TrunkSpec;
  graph: GraphParts;
}

const packedEntry = z.looseObject({
  name: z.string(),
  shape: z.array(z.int().nonnegative()),
  dtype: z.enum(['float32', 'int32']),
  quantization: z
    .strictObject({ dtype: z.literal('int8'), axis: z.int().nonnegative(), scale: z.string() })
    .optional(),
});

/** The trunk's `model.json`: a tfjs graph model, but for the packing of its weights. */
const packedModel = z.looseObject({
  modelTopology: z.looseObject({ node: z.array(z.looseObject({ name: z.string() })) }),
  weightsManifest: z.array(z.looseObject({ weights: z.array(packedEntry) })),
});

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

function unpackGraph(json: unknown, weights: Uint8Array): GraphParts {
  const parsed = packedModel.safeParse(json);
  if (!parsed.success)
    throw new ClassifierError('model-unsupported', z.prettifyError(parsed.error));
  const { modelTopology, weightsManifest } = parsed.data;
  const entries = weightsManifest.flatMap((group) => group.weights);
  return { topology: modelTopology, signature: null, ...unpackWeights(entries, weights) };
}
