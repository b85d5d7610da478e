import type { io } from '@tensorflow/tfjs-core';
import { ClassifierError } from '../core/errors';
import { readFloats } from './check-weights';

/**
 * Weights in a quarter of their size: int8 with one scale for each output channel
 * (`value = int8 × scale[channel]`). tfjs itself knows one scale for a whole tensor only, which
 * loses too much on depthwise kernels.
 */
export interface Int8Quantization {
  dtype: 'int8';
  /** The axis that the channels lie on. */
  axis: number;
  /** Name of the float32 entry that holds a scale for each channel; it stands before this one. */
  scale: string;
}

/** An entry of a packed weights manifest. Bytes follow one another in the entries' order. */
export interface PackedEntry {
  name: string;
  shape: number[];
  dtype: 'float32' | 'int32';
  quantization?: Int8Quantization;
}

/** A tensor to pack: quantised along `axis`, or kept as it is when there is none. */
export interface WeightToPack {
  name: string;
  shape: number[];
  values: Float32Array | Int32Array;
  axis?: number;
}

/** Weights as tfjs takes them. */
export interface UnpackedWeights {
  weightSpecs: io.WeightsManifestEntry[];
  weightData: ArrayBuffer;
}

const INT8_MAX = 127;

/** Packs weights. The same weights always give the same bytes. */
export function packWeights(weights: readonly WeightToPack[]): {
  entries: PackedEntry[];
  bytes: Uint8Array;
} {
  const plain: { entry: PackedEntry; bytes: Uint8Array }[] = [];
  const quantised: typeof plain = [];
  for (const { name, shape, values, axis } of weights) {
    const dtype = values instanceof Int32Array ? 'int32' : 'float32';
    if (axis === undefined) {
      plain.push({ entry: { name, shape, dtype }, bytes: writeNumbers(values) });
      continue;
    }
    const scale = `${name}/scale`;
    const channels = channelsOf(shape, axis);
    const scales = findScales(values, channels);
    plain.push({
      entry: { name: scale, shape: [scales.length], dtype: 'float32' },
      bytes: writeNumbers(scales),
    });
    quantised.push({
      entry: { name, shape, dtype: 'float32', quantization: { dtype: 'int8', axis, scale } },
      bytes: quantise(values, channels, scales),
    });
  }
  // Numbers of four bytes first: they then lie on addresses that divide by four.
  const parts = [...plain, ...quantised];
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.bytes.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part.bytes, at);
    at += part.bytes.byteLength;
  }
  return { entries: parts.map(({ entry }) => entry), bytes };
}

/**
 * Turns packed weights into ordinary float32 and int32 ones; the scales' own entries go.
 *
 * @throws ClassifierError `model-part-damaged` when the bytes do not fit the entries,
 *   `model-weights-invalid` when a scale is missing or not a number.
 */
export function unpackWeights(entries: readonly PackedEntry[], bytes: Uint8Array): UnpackedWeights {
  const promised = entries.reduce((sum, entry) => sum + packedBytes(entry), 0);
  if (promised !== bytes.byteLength) {
    const detail = `weights: ${bytes.byteLength} bytes instead of ${promised}`;
    throw new ClassifierError('model-part-damaged', detail);
  }
  const scaleNames = new Set(entries.flatMap(({ quantization }) => quantization?.scale ?? []));
  const kept = entries.filter(({ name }) => !scaleNames.has(name));
  const scales = new Map<string, Float32Array>();
  const weightData = new ArrayBuffer(kept.reduce((sum, { shape }) => sum + 4 * count(shape), 0));
  let from = 0;
  let to = 0;
  for (const entry of entries) {
    const part = bytes.subarray(from, from + packedBytes(entry));
    from += part.byteLength;
    if (scaleNames.has(entry.name)) {
      scales.set(entry.name, readFloats(part));
      continue;
    }
    const length = count(entry.shape);
    if (entry.quantization) {
      const out = new Float32Array(weightData, to, length);
      dequantise(entry, entry.quantization, part, scales, out);
    } else if (entry.dtype === 'int32') {
      new Int32Array(weightData, to, length).set(readInts(part));
    } else {
      new Float32Array(weightData, to, length).set(readFloats(part));
    }
    to += 4 * length;
  }
  return {
    weightSpecs: kept.map(({ name, shape, dtype }) => ({ name, shape, dtype })),
    weightData,
  };
}

/** Where the channel of a value is found: `channel = floor(index / step) % count`. */
interface Channels {
  step: number;
  count: number;
}

function channelsOf(shape: readonly number[], axis: number): Channels {
  const channels = shape[axis];
  if (channels === undefined) {
    throw new ClassifierError('model-weights-invalid', `no axis ${axis} in [${shape.join(', ')}]`);
  }
  return { step: count(shape.slice(axis + 1)), count: channels };
}

/** The smallest scales that hold every channel's largest value. */
function findScales(values: Float32Array | Int32Array, channels: Channels): Float32Array {
  const largest = new Float32Array(channels.count);
  values.forEach((value, i) => {
    const channel = Math.floor(i / channels.step) % channels.count;
    largest[channel] = Math.max(largest[channel] ?? 0, Math.abs(value));
  });
  return largest.map((value) => value / INT8_MAX);
}

function quantise(
  values: Float32Array | Int32Array,
  channels: Channels,
  scales: Float32Array,
): Uint8Array {
  const out = new Int8Array(values.length);
  values.forEach((value, i) => {
    const scale = scales[Math.floor(i / channels.step) % channels.count] ?? 0;
    // A channel of zeros has scale 0, and 0 / 0 is not a number.
    const steps = scale === 0 ? 0 : Math.round(value / scale);
    out[i] = Math.max(-INT8_MAX, Math.min(INT8_MAX, steps));
  });
  return new Uint8Array(out.buffer);
}

function dequantise(
  { name, shape }: PackedEntry,
  { axis, scale }: Int8Quantization,
  bytes: Uint8Array,
  known: ReadonlyMap<string, Float32Array>,
  out: Float32Array,
): void {
  const channels = channelsOf(shape, axis);
  const scales = known.get(scale);
  if (scales?.length !== channels.count || !scales.every(Number.isFinite)) {
    throw new ClassifierError('model-weights-invalid', `the scales of ${name}`);
  }
  const steps = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < steps.length; i++) {
    const channel = Math.floor(i / channels.step) % channels.count;
    out[i] = (steps[i] ?? 0) * (scales[channel] ?? 0);
  }
}

function count(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

function packedBytes({ shape, quantization }: PackedEntry): number {
  return count(shape) * (quantization ? 1 : 4);
}

/** Little-endian bytes, whatever the byte order of this machine. */
function writeNumbers(values: Float32Array | Int32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, i) => {
    if (values instanceof Int32Array) view.setInt32(4 * i, value, true);
    else view.setFloat32(4 * i, value, true);
  });
  return new Uint8Array(view.buffer);
}

function readInts(bytes: Uint8Array): Int32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Int32Array.from({ length: bytes.byteLength / 4 }, (_, i) => view.getInt32(4 * i, true));
}
