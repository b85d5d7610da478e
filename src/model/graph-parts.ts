import type { io } from '@tensorflow/tfjs-core';
import { ClassifierError } from '../core/errors';
import { checkFinite } from './check-weights';

/** A graph model read into memory: what tfjs needs to build it, any number of times. */
export interface GraphParts {
  topology: Record<string, unknown>;
  signature: Record<string, unknown> | null;
  weightSpecs: io.WeightsManifestEntry[];
  weightData: ArrayBuffer;
}

/** As much as is opened at all. */
const MAX_WEIGHT_BYTES = 2 ** 30;

const bytesPerValue: Record<string, number> = {
  float32: 4,
  int32: 4,
  bool: 1,
  uint8: 1,
  uint16: 2,
  float16: 2,
};

/**
 * Bytes that one entry of a weights manifest takes.
 *
 * @throws ClassifierError `model-unsupported`, or `model-too-large` for a shape that asks for more
 *   than any model has.
 */
export function weightBytes({ name, shape, dtype, quantization }: io.WeightsManifestEntry): number {
  const perValue = bytesPerValue[quantization?.dtype ?? dtype];
  if (perValue === undefined) {
    throw new ClassifierError('model-unsupported', `weight ${name} holds ${dtype}`);
  }
  const bytes = shape.reduce((product, side) => product * side, perValue);
  // Not "greater": sides beyond what a double holds may come to NaN.
  if (bytes <= MAX_WEIGHT_BYTES) return bytes;
  throw new ClassifierError('model-too-large', `weight ${name} of ${shape.join(' × ')}`);
}

/**
 * Bytes that all weights take, found without taking them.
 *
 * @throws ClassifierError as `weightBytes`.
 */
export function totalWeightBytes(weightSpecs: readonly io.WeightsManifestEntry[]): number {
  const total = weightSpecs.reduce((sum, spec) => sum + weightBytes(spec), 0);
  if (total <= MAX_WEIGHT_BYTES) return total;
  throw new ClassifierError('model-too-large', `${total} bytes of weights`);
}

/**
 * Checks that the weights have the promised length and hold numbers only. Quantised weights are
 * finite when their scale and minimum are.
 *
 * @throws ClassifierError `model-part-damaged`, `model-weights-invalid`, or as `weightBytes`.
 */
export function checkWeights({ weightSpecs, weightData }: GraphParts): void {
  const promised = totalWeightBytes(weightSpecs);
  if (promised !== weightData.byteLength) {
    throw new ClassifierError(
      'model-part-damaged',
      `weights: ${weightData.byteLength} bytes instead of ${promised}`,
    );
  }
  let at = 0;
  for (const spec of weightSpecs) {
    const bytes = weightBytes(spec);
    checkEntry(spec, weightData.slice(at, at + bytes));
    at += bytes;
  }
}

function checkEntry({ name, dtype, quantization }: io.WeightsManifestEntry, data: ArrayBuffer) {
  if (!quantization) {
    if (dtype === 'float32') checkFinite(new Float32Array(data), name);
  } else if (quantization.dtype === 'float16') {
    // Half precision: an exponent of all ones is an infinity or not a number.
    if (new Uint16Array(data).some((half) => (half & 0x7c00) === 0x7c00)) {
      throw new ClassifierError('model-weights-invalid', name);
    }
  } else {
    checkFinite(new Float32Array([quantization.scale ?? 1, quantization.min ?? 0]), name);
  }
}
