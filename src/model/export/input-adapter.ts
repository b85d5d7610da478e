import type { InputSpec } from '../../core/manifest';
import { luma, scaleOpacity, spreadScale } from '../../core/scale';

/** How Teachable Machine's library (and ml5) turn a byte into a number, always. */
export const teachableInput = {
  channels: 'rgb',
  layout: 'nhwc',
  scale: { multiply: 1 / 127, add: -1 },
} as const;

/** A 1 × 1 convolution over the channels of a picture. */
interface InputAdapter {
  /** Numbers that come out for each pixel. */
  filters: number;
  /** [3 × filters], row by row: a row for each colour that comes in. */
  kernel: Float32Array;
  /** [filters] */
  bias: Float32Array;
}

/** Which share of each colour goes into which channel; a row for each colour. */
const mixes = {
  rgb: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  bgr: [0, 0, 1, 0, 1, 0, 1, 0, 0],
  grey: luma,
  rgba: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0],
} as const;

/**
 * From byte / 127 - 1 in RGB to what a network wants.
 *
 * @returns `null` where that is the same.
 */
export function planInputAdapter({ channels, scale }: InputSpec): InputAdapter | null {
  const { multiply, add } = spreadScale(scale);
  const factors = multiply.map((value) => value / teachableInput.scale.multiply);
  const summands = add.map((value, i) => value - teachableInput.scale.add * (factors[i] ?? NaN));
  const isSame =
    factors.every((one) => Math.abs(one - 1) < 1e-9) &&
    summands.every((one) => Math.abs(one) < 1e-9);
  if (channels === 'rgb' && isSame) return null;
  const mix = mixes[channels];
  const filters = mix.length / 3;
  const kernel = new Float32Array(mix.length);
  const bias = new Float32Array(filters);
  mix.forEach((share, i) => {
    const colour = Math.floor(i / filters);
    kernel[i] = share * (factors[colour] ?? NaN);
    bias[i % filters] = (bias[i % filters] ?? NaN) + share * (summands[colour] ?? NaN);
  });
  if (channels === 'rgba') bias[3] = scaleOpacity(scale);
  return { filters, kernel, bias };
}
