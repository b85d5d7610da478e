import {
  add,
  concat,
  matMul,
  mul,
  scalar,
  slice,
  softmax,
  sub,
  tensor1d,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor2d,
  type Tensor4D,
  tensor4d,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import type { Head } from '../../core/training/head';
import type { BlockShape, BlockWeights } from '../../model/last-block';
import { createParameter, disposeParameter, type Parameter, updateParameter } from '../adam';
import { type BlockTensors, differentiateBlock, runBlock } from './block-math';

/** A view of a photo: what the trunk makes of it, and what its last block is fed. */
export interface TunedView {
  /** All of the trunk's features. */
  features: Float32Array;
  /** [height × width × in] */
  input: Float32Array;
}

export interface LabelledView extends TunedView {
  label: number;
}

/** What tuning starts from. */
export interface TuningStart {
  block: BlockWeights;
  shape: BlockShape;
  /** Of the block's input. */
  height: number;
  width: number;
  /** Reads the trunk's features, then the tuned ones: [labels × (features + out)]. */
  head: Head;
  /** Factor on each of these features while training. */
  featureScale: Float32Array;
}

export interface TuningRules {
  /** Share of the target that is spread over all labels, in [0, 1). */
  labelSmoothing: number;
  /** How much a photo of each label weighs. */
  labelWeights: readonly number[] | null;
  /** Pull of every weight to where it started. */
  pull: number;
}

type Weights = Record<keyof BlockWeights, Tensor>;
/** In the order of the block. */
export const blockWeightNames = [
  'expand',
  'expandBias',
  'depthwise',
  'depthwiseBias',
  'project',
  'projectBias',
] as const;

/**
 * Trains the last block of a trunk through a head that stays as it is, a batch at a time, with Adam.
 * Every weight is pulled to where it started and not to 0 (L2-SP: Li, Grandvalet & Davoine, "Explicit
 * Inductive Bias for Transfer Learning with Convolutional Networks", arXiv 1802.01483), so that few
 * photos do not undo what many have taught.
 */
export class BlockTuner {
  private readonly block: Record<keyof BlockWeights, Parameter<Tensor>>;
  /** Where each weight began. */
  private readonly origin: Weights;
  /** [features × labels], for scaled features. */
  private readonly head: Tensor2D;
  private readonly biases: Tensor1D;
  /** How large each is: steps are a share of it. */
  private readonly sizes: Record<keyof BlockWeights, number>;
  private readonly scale: Tensor1D;
  private steps = 0;

  constructor(
    private readonly start: TuningStart,
    private readonly rules: TuningRules,
  ) {
    const tensors = toTensors(start.block, start.shape);
    this.origin = tensors;
    const parameterOf = (name: keyof BlockWeights) =>
      createParameter<Tensor>(tensors[name].clone());
    this.block = mapNames(parameterOf);
    this.sizes = mapNames((name) => rootMeanSquare(start.block[name]));
    this.head = toScaled(start);
    this.biases = tensor1d(start.head.biases);
    this.scale = tensor1d(start.featureScale);
  }

  /**
   * One step.
   *
   * @param rate A weight moves by about as much, in units of the root mean square of its kernel.
   */
  step(batch: readonly LabelledView[], rate: number): void {
    this.steps += 1;
    const slopes = tidy(() => this.differentiate(batch));
    for (const name of blockWeightNames) {
      this.block[name] = updateParameter<Tensor>(
        this.block[name],
        slopes[name],
        rate * this.sizes[name],
        this.steps,
      );
    }
  }

  /** The slopes of the loss, the pull included. Call it inside `tidy`. */
  differentiate(batch: readonly LabelledView[]): BlockTensors {
    const { pull } = this.rules;
    const weights = this.weights;
    const input = this.feed(batch);
    const pass = runBlock(weights, input);
    const joined: Tensor2D = concat([this.fix(batch), pass.features], 1);
    const features: Tensor2D = mul(joined, this.scale);
    const answer = softmax<Tensor2D>(add<Tensor2D>(matMul(features, this.head), this.biases));
    // The slope of cross-entropy after softmax is simply how far the answer is off.
    const off: Tensor2D = mul(sub(answer, this.aim(batch)), this.weigh(batch));
    const out = this.start.shape.out;
    const from = this.start.featureScale.length - out;
    const tuned: Tensor2D = slice(this.head, [from, 0], [out, -1]);
    const offTuned: Tensor2D = mul(matMul(off, transpose(tuned)), slice(this.scale, [from], [out]));
    const slopes = differentiateBlock(weights, input, pass, offTuned);
    return mapNames((name) =>
      add<Tensor>(slopes[name], mul(sub<Tensor>(weights[name], this.origin[name]), scalar(pull))),
    ) as unknown as BlockTensors;
  }

  /** The block as it stands. */
  async readBlock(): Promise<BlockWeights> {
    const values = await Promise.all(
      blockWeightNames.map((name) => this.block[name].value.data<'float32'>()),
    );
    return mapNames((name) => Float32Array.from(values[blockWeightNames.indexOf(name)] ?? []));
  }

  dispose(): void {
    for (const name of blockWeightNames) disposeParameter(this.block[name]);
    for (const tensor of Object.values(this.origin)) tensor.dispose();
    for (const tensor of [this.head, this.biases, this.scale]) tensor.dispose();
  }

  private get weights(): BlockTensors {
    return mapNames((name) => this.block[name].value) as unknown as BlockTensors;
  }

  private feed(batch: readonly TunedView[]): Tensor4D {
    const { height, width, shape } = this.start;
    return tensor4d(joinRows(batch.map(({ input }) => input)), [
      batch.length,
      height,
      width,
      shape.in,
    ]);
  }

  private fix(batch: readonly TunedView[]): Tensor2D {
    const rows = batch.map(({ features }) => features);
    return tensor2d(joinRows(rows), [rows.length, rows[0]?.length ?? 0]);
  }

  private aim(batch: readonly LabelledView[]): Tensor2D {
    const labels = this.start.head.biases.length;
    const { labelSmoothing } = this.rules;
    const wanted = new Float32Array(batch.length * labels).fill(labelSmoothing / labels);
    batch.forEach(({ label }, i) => {
      const at = i * labels + label;
      wanted[at] = (wanted[at] ?? 0) + 1 - labelSmoothing;
    });
    return tensor2d(wanted, [batch.length, labels]);
  }

  /** [photos, 1]: each photo's share of the loss. */
  private weigh(batch: readonly LabelledView[]): Tensor2D {
    const weights = batch.map(({ label }) => this.rules.labelWeights?.[label] ?? 1);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return tensor2d(
      weights.map((weight) => weight / total),
      [batch.length, 1],
    );
  }
}

/** A block's weights as tensors; whoever asks frees them. */
export function toTensors(
  { expand, expandBias, depthwise, depthwiseBias, project, projectBias }: BlockWeights,
  { in: from, middle, out, kernelSide }: BlockShape,
): BlockTensors {
  return {
    expand: tensor2d(expand, [from, middle]),
    expandBias: tensor1d(expandBias),
    depthwise: tensor4d(depthwise, [kernelSide, kernelSide, middle, 1]),
    depthwiseBias: tensor1d(depthwiseBias),
    project: tensor2d(project, [middle, out]),
    projectBias: tensor1d(projectBias),
  };
}

/** The head for scaled features, [features × labels]. */
function toScaled({ head, featureScale }: TuningStart): Tensor2D {
  const labels = head.biases.length;
  const length = featureScale.length;
  const values = new Float32Array(head.weights.length);
  head.weights.forEach((weight, i) => {
    const feature = i % length;
    const scale = featureScale[feature] ?? 0;
    values[feature * labels + Math.floor(i / length)] = scale === 0 ? 0 : weight / scale;
  });
  return tensor2d(values, [length, labels]);
}

export function joinRows(rows: readonly Float32Array[]): Float32Array {
  const length = rows[0]?.length ?? 0;
  const joined = new Float32Array(rows.length * length);
  rows.forEach((row, i) => joined.set(row, i * length));
  return joined;
}

function rootMeanSquare(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

function mapNames<T>(map: (name: keyof BlockWeights) => T): Record<keyof BlockWeights, T> {
  return {
    expand: map('expand'),
    expandBias: map('expandBias'),
    depthwise: map('depthwise'),
    depthwiseBias: map('depthwiseBias'),
    project: map('project'),
    projectBias: map('projectBias'),
  };
}
