import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import {
  depthwiseConv2d,
  memory,
  mul,
  setBackend,
  stack,
  sum,
  tensor4d,
  tidy,
} from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createNodeHost } from '../../../../src/cli/node-host';
import { createRandom } from '../../../../src/core/random';
import { differentiateKernel, runBlock } from '../../../../src/engine/tuning/block-math';
import {
  blockWeightNames,
  BlockTuner,
  joinRows,
  toTensors,
} from '../../../../src/engine/tuning/block-tuner';
import type { BlockWeights } from '../../../../src/model/last-block';
import { computeLoss, computeTap, drawStart, drawViews, shape, side } from './plain-block';

const rules = { labelSmoothing: 0.1, labelWeights: [1, 2, 0.5], pull: 0 };

setWasmPaths(createNodeHost().wasmPaths);

describe.each(['cpu', 'wasm'])('a block on %s', (backend) => {
  let before = 0;
  beforeEach(async () => {
    await setBackend(backend);
    before = memory().numTensors;
  });
  afterEach(() => expect(memory().numTensors).toBe(before));

  it('says what loops in plain numbers say', async () => {
    const { block } = drawStart(3);
    const views = drawViews(4, 3);
    const tensors = toTensors(block, shape);
    const features = tidy(() => {
      const inputs = joinRows(views.map(({ input }) => input));
      return runBlock(tensors, tensor4d(inputs, [4, side, side, shape.in])).features;
    });
    const said = await features.data();
    const expected = views.flatMap(({ input }) => computeTap(block, input));
    expected.forEach((value, i) => expect(said[i]).toBeCloseTo(value, 5));
    for (const tensor of [features, ...Object.values(tensors)]) tensor.dispose();
  });

  it('has the slope of a depthwise kernel that goes with the library’s own convolution', async () => {
    // A convolution is linear in its kernel K: the sum of slope × K is that of off × output, for any K.
    const random = createRandom(5);
    const draw = (count: number) => Float32Array.from({ length: count }, () => random.nextFloat());
    const sums = tidy(() => {
      const input = tensor4d(draw(2 * 4 * 5 * 3), [2, 4, 5, 3]);
      const off = tensor4d(draw(2 * 4 * 5 * 3), [2, 4, 5, 3]);
      const kernel = tensor4d(draw(27), [3, 3, 3, 1]);
      return stack([
        sum(mul(differentiateKernel(input, off, 3), kernel)),
        sum(mul(off, depthwiseConv2d(input, kernel, 1, 'same'))),
      ]);
    });
    const [left = NaN, right = NaN] = await sums.data<'float32'>();
    // Sums of some hundred.
    expect(left).toBeCloseTo(right, 2);
    sums.dispose();
  });

  it('has the slopes that small moves of each weight show', async () => {
    const start = drawStart(7);
    const views = drawViews(5, 7);
    const tuner = new BlockTuner(start, rules);
    const slopes = tidy(() => tuner.differentiate(views));
    for (const name of blockWeightNames) {
      const said = await slopes[name].data<'float32'>();
      start.block[name].forEach((_, at) => {
        expect(said[at]).toBeCloseTo(moveBlock(name, at), 4);
      });
      slopes[name].dispose();
    }
    tuner.dispose();

    /** Central difference of the loss in plain numbers. */
    function moveBlock(name: keyof BlockWeights, at: number): number {
      const lossAt = (move: number) => {
        const values = Float64Array.from(start.block[name]);
        values[at] = (values[at] ?? NaN) + move;
        const block = { ...start.block, [name]: values };
        return computeLoss({ ...start, block }, views, rules);
      };
      return (lossAt(1e-5) - lossAt(-1e-5)) / 2e-5;
    }
  });

  it('learns, and is pulled back to where it started', async () => {
    const start = drawStart(11);
    const views = drawViews(12, 11);
    const learn = async (pull: number) => {
      const tuner = new BlockTuner(start, { ...rules, pull });
      for (let step = 0; step < 30; step++) tuner.step(views, 0.01);
      const block = await tuner.readBlock();
      tuner.dispose();
      return block;
    };
    const free = await learn(0);
    const held = await learn(10);
    expect(computeLoss({ ...start, block: free }, views, rules)).toBeLessThan(
      computeLoss(start, views, rules),
    );
    const moved = (block: BlockWeights) =>
      Math.hypot(...block.expand.map((value, i) => value - (start.block.expand[i] ?? NaN)));
    expect(moved(held)).toBeLessThan(moved(free) / 2);
    // Before the first step it is as it was given.
    const untouched = new BlockTuner(start, rules);
    expect(await untouched.readBlock()).toEqual(start.block);
    untouched.dispose();
  });
});
