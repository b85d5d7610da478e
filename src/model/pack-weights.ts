import { type Channels, channelsOf, type PackedEntry } from './packed-weights';

/** A tensor to pack: quantised along `axis`, or kept as it is when there is none. */
export interface WeightToPack {
  name: string;
  shape: number[];
  values: Float32Array | Int32Array;
  axis?: number;
}

const INT8_MAX = 127;

/** Packs weights. The same weights always give the same bytes. */
export function packWeights(weights: readonly WeightToPack[]): {
  entries: PackedEntry[];
  bytes: Uint8Array<ArrayBuffer>;
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

/** Little-endian bytes, whatever the byte order of this machine. */
export function writeNumbers(values: Float32Array | Int32Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, i) => {
    if (values instanceof Int32Array) view.setInt32(4 * i, value, true);
    else view.setFloat32(4 * i, value, true);
  });
  return new Uint8Array(view.buffer);
}
