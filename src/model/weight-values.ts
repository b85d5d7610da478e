import type { io } from '@tensorflow/tfjs-core';
import { ClassifierError } from '../core/errors';
import { weightBytes } from './graph-parts';

type Spec = io.WeightsManifestEntry;

/** Weights by name, unpacked when asked for. */
export class WeightValues {
  private readonly entries = new Map<string, { spec: Spec; at: number }>();

  constructor(
    specs: readonly Spec[],
    private readonly data: ArrayBuffer,
  ) {
    let at = 0;
    for (const spec of specs) {
      this.entries.set(spec.name, { spec, at });
      at += weightBytes(spec);
    }
  }

  find(name: string): Spec | null {
    return this.entries.get(name)?.spec ?? null;
  }

  /** The bytes as they lie in the file. */
  readBytes(name: string): Uint8Array {
    const { spec, at } = this.need(name);
    return new Uint8Array(this.data, at, weightBytes(spec));
  }

  /** The numbers, quantised ones as tfjs itself restores them. */
  read(name: string): Float32Array {
    const { spec, at } = this.need(name);
    const bytes = this.data.slice(at, at + weightBytes(spec));
    const { quantization } = spec;
    if (quantization) {
      const { dtype, scale = 1, min = 0 } = quantization;
      const steps = dtype === 'uint8' ? new Uint8Array(bytes) : new Uint16Array(bytes);
      const values = new Float32Array(steps);
      for (let i = 0; i < values.length; i++) {
        const step = values[i] ?? NaN;
        values[i] = dtype === 'float16' ? readHalf(step) : step * scale + min;
      }
      return values;
    }
    if (spec.dtype === 'int32') return new Float32Array(new Int32Array(bytes));
    if (spec.dtype === 'bool') return new Float32Array(new Uint8Array(bytes));
    return new Float32Array(bytes);
  }

  private need(name: string): { spec: Spec; at: number } {
    const entry = this.entries.get(name);
    if (entry) return entry;
    throw new ClassifierError('model-part-missing', `the weight ${name}`);
  }
}

/** A half-precision number (IEEE 754 binary16) from its bits. */
function readHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Weights laid out one after another. */
export interface NewWeight {
  spec: Spec;
  bytes: Uint8Array;
}

/** A float32 weight of a graph that is being written. */
export function floatWeight(name: string, shape: number[], values: Float32Array): NewWeight {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { spec: { name, shape, dtype: 'float32' }, bytes };
}

/** An int32 weight of a graph that is being written. */
export function intWeight(name: string, values: number[], shape = [values.length]): NewWeight {
  const bytes = new Uint8Array(Int32Array.from(values).buffer);
  return { spec: { name, shape, dtype: 'int32' }, bytes };
}
