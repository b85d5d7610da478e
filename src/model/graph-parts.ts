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

const bytesPerValue: Record<string, number> = {
  float32: 4,
  int32: 4,
  bool: 1,
  uint8: 1,
  uint16: 2,
  float16: 2,
};

/** Bytes that one entry of a weights manifest takes. */
export function weightBytes({ name, shape, dtype, quantization }: io.WeightsManifestEntry): number {
  const perValue = bytesPerValue[quantization?.dtype ?? dtype];
  if (perValue === undefined) {
    throw new ClassifierError('model-unsupported', `weight ${name} holds ${dtype}`);
  }
  return perValue * shape.reduce((product, side) => product * side, 1);
}

/**
 * Checks that the weights have the promised length and hold numbers only. Quantised weights are
 * finite when their scale and minimum are.
 *
 * @throws ClassifierError `model-part-damaged` or `model-weights-invalid`.
 */
export function checkWeights({ weightSpecs, weightData }: GraphParts): void {
  const promised = weightSpecs.reduce((sum, spec) => sum + weightBytes(spec), 0);
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
