import type { io } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { ClassifierError } from '../core/errors';
import { readFloats } from './check-weights';
import type { GraphParts } from './graph-parts';

/**
 * Weights in a quarter of their size: int8 with one scale for each output channel
 * (`value = int8 × scale[channel]`). tfjs itself knows one scale for a whole tensor only, which
 * loses too much on depthwise kernels.
 */
interface Int8Quantization {
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

const entrySchema = z.strictObject({
  name: z.string(),
  shape: z.array(z.int().nonnegative()),
  dtype: z.enum(['float32', 'int32']),
  quantization: z
    .strictObject({ dtype: z.literal('int8'), axis: z.int().nonnegative(), scale: z.string() })
    .optional(),
});

/** A graph model's `model.json` whose weights are packed. */
const graphSchema = z.strictObject({
  format: z.literal('graph-model'),
  signature: z.record(z.string(), z.unknown()),
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest: z.array(
    z.strictObject({ paths: z.array(z.string()), weights: z.array(entrySchema) }),
  ),
});

/**
 * Opens a packed graph model.
 *
 * @param json Its `model.json`, parsed.
 * @param bytes All its weights, in the order of the manifest's entries.
 * @throws ClassifierError `model-manifest-invalid`, or as `unpackWeights`.
 */
export function unpackGraph(json: unknown, bytes: Uint8Array): GraphParts {
  const { modelTopology, signature, weightsManifest } = parsePackedGraph(json);
  const entries = weightsManifest.flatMap(({ weights }) => weights);
  return { topology: modelTopology, signature, ...unpackWeights(entries, bytes) };
}

/**
 * Checks a packed graph model's `model.json`.
 *
 * @throws ClassifierError `model-manifest-invalid`.
 */
export function parsePackedGraph(json: unknown): z.infer<typeof graphSchema> {
  const result = graphSchema.safeParse(json);
  if (result.success) return result.data;
  throw new ClassifierError('model-manifest-invalid', z.prettifyError(result.error));
}

/** Weights as tfjs takes them. */
export interface UnpackedWeights {
  weightSpecs: io.WeightsManifestEntry[];
  weightData: ArrayBuffer;
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
export interface Channels {
  step: number;
  count: number;
}

/** @throws ClassifierError `model-weights-invalid` when there is no such axis. */
export function channelsOf(shape: readonly number[], axis: number): Channels {
  const channels = shape[axis];
  if (channels === undefined) {
    throw new ClassifierError('model-weights-invalid', `no axis ${axis} in [${shape.join(', ')}]`);
  }
  return { step: count(shape.slice(axis + 1)), count: channels };
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

/** How many numbers a tensor of this shape holds. */
function count(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

function packedBytes({ shape, quantization }: PackedEntry): number {
  return count(shape) * (quantization ? 1 : 4);
}

function readInts(bytes: Uint8Array): Int32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Int32Array.from({ length: bytes.byteLength / 4 }, (_, i) => view.getInt32(4 * i, true));
}
