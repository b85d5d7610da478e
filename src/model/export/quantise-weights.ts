import type { io } from '@tensorflow/tfjs-core';
import { joinBytes } from '../fetched-files';
import type { UnpackedWeights } from '../packed-weights';
import { WeightValues } from '../weight-values';

/** How the large weights are stored; tfjs itself restores them. Smallest first. */
export const precisions = ['uint8', 'uint16', 'float32'] as const;

export type Precision = (typeof precisions)[number];

/**
 * Tensors with fewer values stay as they are. The early layers and the depthwise kernels are small,
 * and a step between a whole tensor's smallest and largest value harms them most.
 */
const MIN_VALUES = 10_000;

/**
 * Stores the large weights with fewer bytes, as tfjs's converter does: in even steps between a
 * tensor's smallest and largest value.
 */
export function quantiseWeights(
  { weightSpecs, weightData }: UnpackedWeights,
  precision: Precision,
): UnpackedWeights {
  const values = new WeightValues(weightSpecs, weightData);
  const stored = weightSpecs.map((spec) => {
    const count = spec.shape.reduce((product, side) => product * side, 1);
    if (precision === 'float32' || spec.dtype !== 'float32' || count < MIN_VALUES) {
      return { spec, bytes: values.readBytes(spec.name) };
    }
    return quantise(spec, values.read(spec.name), precision);
  });
  return {
    weightSpecs: stored.map(({ spec }) => spec),
    weightData: joinBytes(stored.map(({ bytes }) => bytes)).buffer,
  };
}

function quantise(
  { name, shape }: io.WeightsManifestEntry,
  values: Float32Array,
  dtype: 'uint8' | 'uint16',
): { spec: io.WeightsManifestEntry; bytes: Uint8Array } {
  const steps = dtype === 'uint8' ? 0xff : 0xffff;
  const min = values.reduce((a, b) => Math.min(a, b), Infinity);
  const max = values.reduce((a, b) => Math.max(a, b), -Infinity);
  // A tensor of one value has no range, and 0 / 0 is not a number.
  const scale = max > min ? (max - min) / steps : 1;
  const out = dtype === 'uint8' ? new Uint8Array(values.length) : new Uint16Array(values.length);
  values.forEach((value, i) => (out[i] = Math.round((value - min) / scale)));
  return {
    spec: { name, shape, dtype: 'float32', quantization: { dtype, scale, min } },
    bytes: new Uint8Array(out.buffer),
  };
}
