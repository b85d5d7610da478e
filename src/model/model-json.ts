import type { io } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { ClassifierError } from '../core/errors';

const entry = z.looseObject({
  // tfjs keeps weights by name in a plain object, whose prototype this one would replace.
  name: z.string().refine((name) => name !== '__proto__', 'not a name for a weight'),
  shape: z.array(z.int().nonnegative()).max(32),
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
  signature: z.record(z.string(), z.unknown()).nullish(),
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest: z.array(z.looseObject({ paths: z.array(z.string()), weights: z.array(entry) })),
});

/** A tfjs `model.json`, checked as far as we read it. */
export interface ModelJson {
  topology: Record<string, unknown>;
  signature: Record<string, unknown> | null;
  /** The shards, in the order in which they are joined. */
  paths: string[];
  weightSpecs: io.WeightsManifestEntry[];
}

/**
 * Checks a parsed tfjs `model.json`.
 *
 * @throws ClassifierError `model-unsupported` when it is something else, `model-topology-damaged`
 *   when two weights have one name.
 */
export function parseModelJson(json: unknown, name: string): ModelJson {
  const parsed = modelSchema.safeParse(json);
  if (!parsed.success) {
    throw new ClassifierError('model-unsupported', `${name}: ${z.prettifyError(parsed.error)}`);
  }
  const { modelTopology, signature, weightsManifest } = parsed.data;
  const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
  const names = new Set<string>();
  for (const spec of weightSpecs) {
    if (names.has(spec.name)) {
      throw new ClassifierError('model-topology-damaged', `${name}: two weights ${spec.name}`);
    }
    names.add(spec.name);
  }
  return {
    topology: modelTopology,
    signature: signature ?? null,
    paths: weightsManifest.flatMap(({ paths }) => paths),
    weightSpecs,
  };
}
