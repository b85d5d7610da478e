import type { io } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { ClassifierError } from '../core/errors';
import { checkWeights } from './graph-parts';
import type { ForeignNetwork } from './foreign-model';

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

/** The part of a tfjs `model.json` that we read, whatever kind of model it is. */
const modelSchema = z.looseObject({
  format: z.string().optional(),
  signature: z.record(z.string(), z.unknown()).optional(),
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest: z.array(z.looseObject({ paths: z.array(z.string()), weights: z.array(entry) })),
});

/**
 * Turns a parsed tfjs `model.json` and all its weights into a network.
 *
 * @param weightData The shards joined, in the order of the weights manifest.
 * @throws ClassifierError `model-unsupported`, `model-part-damaged`, `model-weights-invalid`.
 */
export function parseTfjsModel(
  json: unknown,
  weightData: ArrayBuffer,
  name: string,
): ForeignNetwork {
  const parsed = modelSchema.safeParse(json);
  if (!parsed.success) {
    throw new ClassifierError('model-unsupported', `${name}: ${z.prettifyError(parsed.error)}`);
  }
  const { modelTopology: topology, signature, weightsManifest } = parsed.data;
  const weightSpecs: io.WeightsManifestEntry[] = weightsManifest.flatMap(({ weights }) => weights);
  const graph = { topology, signature: signature ?? null, weightSpecs, weightData };
  checkWeights(graph);
  return Array.isArray(topology['node'])
    ? { kind: 'tfjs-graph', graph }
    : { kind: 'tfjs-layers', layers: { topology, weightSpecs, weightData } };
}
