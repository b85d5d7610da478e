import { z } from 'zod';
import { ClassifierError } from '../core/errors';

/**
 * One weight as a `model.json` describes it. Of looser type than what is kept in the end: exports also
 * hold weights of kinds that no answer needs, which are taken out before the strict check.
 */
const weightSpec = z.looseObject({
  name: z.string(),
  shape: z.array(z.int().nonnegative()),
  dtype: z.string(),
  quantization: z
    .looseObject({
      dtype: z.string(),
      scale: z.number().optional(),
      min: z.number().optional(),
    })
    .optional(),
});

const manifestSchema = z.array(
  z.looseObject({ paths: z.array(z.string().min(1)).min(1), weights: z.array(weightSpec) }),
);

export type WeightSpec = z.infer<typeof weightSpec>;
/** Weights that lie together in one or several files, one after another. */
export type WeightGroup = z.infer<typeof manifestSchema>[number];

const bytesPerValue = new Map([
  ['float32', 4],
  ['int32', 4],
  ['uint32', 4],
  ['int64', 8],
  ['complex64', 8],
  ['float16', 2],
  ['uint16', 2],
  ['uint8', 1],
  ['bool', 1],
]);

/**
 * Checks a `weightsManifest`.
 *
 * @throws ClassifierError `model-without-weights` when there is none, `model-topology-damaged` when it
 *   is malformed.
 */
export function parseWeightsManifest(value: unknown, path: string): WeightGroup[] {
  const isNone = value === undefined || value === null || (Array.isArray(value) && !value.length);
  if (isNone) throw new ClassifierError('model-without-weights', path);
  const parsed = manifestSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const detail = `${path}: weightsManifest: ${z.prettifyError(parsed.error).slice(0, 500)}`;
  throw new ClassifierError('model-topology-damaged', detail);
}

/**
 * Bytes that one weight takes in its file.
 *
 * @throws ClassifierError `model-unsupported` when it holds no numbers, `model-topology-damaged` when
 *   it would be larger than anything.
 */
export function specBytes({ name, shape, dtype, quantization }: WeightSpec): number {
  const perValue = bytesPerValue.get(quantization?.dtype ?? dtype);
  if (perValue === undefined) {
    throw new ClassifierError('model-unsupported', `weight ${name} holds ${dtype}`);
  }
  const bytes = shape.reduce((product, side) => product * side, perValue);
  if (Number.isSafeInteger(bytes)) return bytes;
  throw new ClassifierError('model-topology-damaged', `weight ${name} is of the size ${bytes}`);
}
