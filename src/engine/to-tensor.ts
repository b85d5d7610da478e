import { type Tensor4D, tensor4d } from '@tensorflow/tfjs-core';
import { channelCounts } from '../core/contract';
import type { InputSpec } from '../core/manifest';
import type { ModelImage } from '../core/model-image';
import { luma, scaleOpacity, spreadScale } from '../core/scale';

/** Where each channel of the model's input lies in RGBA; grey is made of all three. */
const channelOffsets = { rgb: [0, 1, 2], bgr: [2, 1, 0], rgba: [0, 1, 2], grey: null } as const;

/**
 * Writes a picture as the numbers that a model expects, one photo to a batch.
 *
 * @param image At the model's size.
 * @param out Filled and returned: width × height × channels numbers. Reused from photo to photo.
 */
export function fillInput(image: ModelImage, spec: InputSpec, out: Float32Array): Float32Array {
  const { multiply, add } = spreadScale(spec.scale);
  const offsets = channelOffsets[spec.channels];
  const greyShares = luma.map((share, colour) => share * (multiply[colour] ?? NaN));
  const greyAdd = luma.reduce((sum, share, colour) => sum + share * (add[colour] ?? NaN), 0);
  const opacity = scaleOpacity(spec.scale);
  const { data } = image;
  const pixels = image.width * image.height;
  const channels = countChannels(spec);
  // Steps between pixels and between channels of one pixel, for channels last or first.
  const [pixelStep, channelStep] = spec.layout === 'nhwc' ? [channels, 1] : [1, pixels];
  for (let pixel = 0; pixel < pixels; pixel++) {
    const from = 4 * pixel;
    const to = pixel * pixelStep;
    if (offsets) {
      for (let channel = 0; channel < 3; channel++) {
        const colour = offsets[channel] ?? 0;
        const byte = data[from + colour] ?? 0;
        out[to + channel * channelStep] = byte * (multiply[colour] ?? NaN) + (add[colour] ?? NaN);
      }
      if (channels === 4) out[to + 3 * channelStep] = opacity;
    } else {
      let grey = greyAdd;
      for (let colour = 0; colour < 3; colour++) {
        grey += (data[from + colour] ?? 0) * (greyShares[colour] ?? NaN);
      }
      out[to] = grey;
    }
  }
  return out;
}

/** How many channels the model's input has. */
export function countChannels({ channels }: InputSpec): number {
  return channelCounts[channels];
}

/**
 * Turns a picture into the model's input tensor. Its numbers are `out`'s: read the answer before
 * filling that again.
 */
export function toTensor(image: ModelImage, spec: InputSpec, out: Float32Array): Tensor4D {
  const { width, height } = image;
  const channels = countChannels(spec);
  const shape: [number, number, number, number] =
    spec.layout === 'nhwc' ? [1, height, width, channels] : [1, channels, height, width];
  return tensor4d(fillInput(image, spec, out), shape);
}
