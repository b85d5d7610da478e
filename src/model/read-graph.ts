import { z } from 'zod';
import type { io } from '@tensorflow/tfjs-core';
import { ClassifierError } from '../core/errors';
import { joinBytes } from './fetched-files';
import { checkWeights, type GraphParts, weightBytes } from './graph-parts';
import type { ModelFiles, ReadOptions } from './model-files';
import { parseJson } from './read-part';

const entry = z.looseObject({
  name: z.string(),
  shape: z.array(z.int().nonnegative()),
  dtype: z.enum(['float32', 'int32', 'bool']),
  quantization: z
    .looseObject({
      dtype: z.enum(['uint8', 'uint16', 'float16']),
      scale: z.number().optional(),
      min: z.number().optional(),
    })
    .optional(),
});

/** The part of a tfjs `model.json` that we read. */
const graphSchema = z.looseObject({
  format: z.string().optional(),
  signature: z.record(z.string(), z.unknown()).optional(),
  modelTopology: z.looseObject({ node: z.array(z.looseObject({ name: z.string() })) }),
  weightsManifest: z.array(z.looseObject({ paths: z.array(z.string()), weights: z.array(entry) })),
});

export interface GraphReadOptions extends ReadOptions {
  /** Called once the number of bytes still to come is known. */
  onTotal?: (bytes: number) => void;
}

/**
 * Reads a tfjs graph model: its `model.json` and every shard that it names.
 *
 * @throws ClassifierError `model-unsupported` when it is something else, `model-part-missing`,
 *   `model-part-damaged`, `model-weights-invalid`, `network-offline`, `cancelled`.
 */
export async function readGraph(
  files: ModelFiles,
  path: string,
  { onTotal, ...options }: GraphReadOptions = {},
): Promise<GraphParts> {
  const parsed = graphSchema.safeParse(parseJson(await files.read(path, options), path));
  if (!parsed.success) {
    throw new ClassifierError('model-unsupported', `${path}: ${z.prettifyError(parsed.error)}`);
  }
  const { modelTopology, signature, weightsManifest } = parsed.data;
  const weightSpecs: io.WeightsManifestEntry[] = weightsManifest.flatMap(({ weights }) => weights);
  onTotal?.(weightSpecs.reduce((sum, spec) => sum + weightBytes(spec), 0));
  const folder = files.folderOf(path);
  const shards = await Promise.all(
    weightsManifest.flatMap(({ paths }) => paths).map((shard) => folder.read(shard, options)),
  );
  const graph: GraphParts = {
    topology: modelTopology,
    signature: signature ?? null,
    weightSpecs,
    weightData: joinBytes(shards).buffer,
  };
  checkWeights(graph);
  return graph;
}
