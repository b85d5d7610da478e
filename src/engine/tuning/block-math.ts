import {
  add,
  cast,
  clipByValue,
  depthwiseConv2d,
  div,
  equal,
  matMul,
  maximum,
  mean,
  mul,
  norm,
  pad,
  type Rank,
  reshape,
  reverse,
  scalar,
  slice,
  stack,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
  transpose,
} from '@tensorflow/tfjs-core';
import { MIN_NORM } from '../trunk';

/** A block's weights on the backend; see `BlockWeights`. */
export type BlockTensors = {
  expand: Tensor2D;
  expandBias: Tensor1D;
  /** [side, side, middle, 1] */
  depthwise: Tensor4D;
  depthwiseBias: Tensor1D;
  project: Tensor2D;
  projectBias: Tensor1D;
};

/** What a block makes of photos, and what its slopes need again. */
export interface BlockPass {
  /** [photos, out], averaged over the picture and scaled to unit length: a tap as the trunk gives it. */
  features: Tensor2D;
  /** [photos, height, width, middle] before and after relu6, of the first and of the second step. */
  open: readonly [Tensor4D, Tensor4D];
  closed: readonly [Tensor4D, Tensor4D];
  /** [photos, middle]: the second step averaged over the picture. */
  average: Tensor2D;
  /** [photos, 1] */
  length: Tensor2D;
}

const SIX = 6;

/**
 * Runs a block on its input. Call it inside `tidy`.
 *
 * @param input [photos, height, width, in]
 */
export function runBlock(weights: BlockTensors, input: Tensor4D): BlockPass {
  const [photos, height, width, channels] = input.shape;
  const middle = weights.expandBias.shape[0];
  const flat: Tensor2D = reshape(input, [-1, channels]);
  const expanded: Tensor2D = add(matMul(flat, weights.expand), weights.expandBias);
  const open1: Tensor4D = reshape(expanded, [photos, height, width, middle]);
  const closed1: Tensor4D = clipByValue(open1, 0, SIX);
  const open2: Tensor4D = add(
    depthwiseConv2d(closed1, weights.depthwise, 1, 'same'),
    weights.depthwiseBias,
  );
  const closed2: Tensor4D = clipByValue(open2, 0, SIX);
  const average = mean<Tensor2D>(closed2, [1, 2]);
  const pooled: Tensor2D = add(matMul(average, weights.project), weights.projectBias);
  const length: Tensor2D = maximum(norm(pooled, 2, 1, true), scalar(MIN_NORM));
  return {
    features: div(pooled, length),
    open: [open1, open2],
    closed: [closed1, closed2],
    average,
    length,
  };
}

/**
 * The slopes of a loss by a block's weights, worked out by hand: the WASM backend has no kernel for
 * the slope of a depthwise filter, and the library's own way takes three times as long. Call it inside
 * `tidy`.
 *
 * @param input As `runBlock` took it.
 * @param off [photos, out]: the slope of the loss by the block's features.
 */
export function differentiateBlock(
  weights: BlockTensors,
  input: Tensor4D,
  { features, open, closed, average, length }: BlockPass,
  off: Tensor2D,
): BlockTensors {
  const [photos, height, width, channels] = input.shape;
  const middle = weights.expandBias.shape[0];
  // A move along the features changes nothing but their length, which is taken out again.
  const along = sum(mul(features, off), 1, true);
  const offPooled: Tensor2D = div(sub(off, mul(features, along)), length);
  const offAverage = matMul(offPooled, transpose(weights.project));
  const spread = reshape(mul(offAverage, scalar(1 / (height * width))), [photos, 1, 1, middle]);
  const off2: Tensor4D = mul(spread, passedBy(open[1], closed[1]));
  // The other way round, a convolution is one with the kernel turned by half a turn.
  const back = depthwiseConv2d(off2, reverse(weights.depthwise, [0, 1]), 1, 'same');
  const off1: Tensor4D = mul(back, passedBy(open[0], closed[0]));
  const flat1: Tensor2D = reshape(off1, [-1, middle]);
  const flatInput: Tensor2D = reshape(input, [-1, channels]);
  return {
    expand: matMul(transpose(flatInput), flat1),
    expandBias: sum<Tensor1D>(flat1, 0),
    depthwise: differentiateKernel(closed[0], off2, weights.depthwise.shape[0]),
    depthwiseBias: sum<Tensor1D>(off2, [0, 1, 2]),
    project: matMul(transpose(average), offPooled),
    projectBias: sum<Tensor1D>(offPooled, 0),
  };
}

/**
 * The slope by a depthwise kernel: at each of its places, the input moved there times the slope of the
 * output, summed over photos and picture. Call it inside `tidy`.
 *
 * @param side Of the kernel, odd; the picture keeps its size.
 * @returns [side, side, channels, 1]
 */
export function differentiateKernel(input: Tensor4D, off: Tensor4D, side: number): Tensor4D {
  const [photos, height, width, channels] = input.shape;
  const border = (side - 1) / 2;
  const framed = pad(input, [
    [0, 0],
    [border, border],
    [border, border],
    [0, 0],
  ]);
  const places: Tensor[] = [];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const moved = slice(framed, [0, y, x, 0], [photos, height, width, channels]);
      places.push(sum(reshape(mul(moved, off), [-1, channels]), 0));
    }
  }
  return reshape<Rank.R4>(stack(places), [side, side, channels, 1]);
}

/** 1 where relu6 lets a change through, else 0. */
function passedBy(open: Tensor4D, closed: Tensor4D): Tensor4D {
  return cast(equal<Tensor4D>(open, closed), 'float32');
}
