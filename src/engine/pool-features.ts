import { mean, reshape, type Tensor } from '@tensorflow/tfjs-core';

/** Whether a tensor of one photo can be read as a list of features: a list, tokens, or a map. */
export function holdsFeatures(tensor: Tensor | undefined): tensor is Tensor {
  return tensor !== undefined && [2, 3, 4].includes(tensor.rank) && tensor.shape[0] === 1;
}

/**
 * Features of one photo as a list: a feature map is averaged over the picture. Call it inside
 * `tidy`.
 *
 * @returns [features]
 */
export function poolFeatures(tensor: Tensor, channelsFirst: boolean): Tensor {
  if (tensor.rank === 2) return reshape(tensor, [-1]);
  // [1, positions, features] are the tokens of a transformer.
  const axes = tensor.rank === 3 ? [1] : channelsFirst ? [2, 3] : [1, 2];
  return reshape(mean(tensor, axes), [-1]);
}
