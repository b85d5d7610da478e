import {
  add,
  matMul,
  mul,
  scalar,
  softmax,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensor2d,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import { ClassifierError } from '../core/errors';
import { createParameter, disposeParameter, type Parameter, updateParameter } from './adam';
import { giveBackThread } from './give-back-thread';

/** Photos to train on, by their features. */
export interface HeadExamples {
  /** One row a photo; all of the same length. */
  features: readonly Float32Array[];
  /** Label index of each photo. */
  labels: readonly number[];
}

export interface TrainHeadOptions {
  labelCount: number;
  /** The most steps; each sees every photo once. */
  steps: number;
  /** Stops here all the same, in the middle of the step sizes that `steps` lays out. */
  stopAfter?: number;
  /** First step size of Adam; it falls to nothing along half a cosine. */
  learningRate: number;
  /** Pull of the weights towards 0. */
  weightDecay: number;
  /** Share of certainty to spread over all labels, in [0, 1): keeps the head from boasting. */
  labelSmoothing: number;
  /** Factor on each feature while training, folded into the weights at the end; 0 leaves it out. */
  featureScale: readonly number[];
  /** Photos to watch: training ends when their loss has not fallen for `patience` steps. */
  watched?: HeadExamples;
  patience?: number;
  signal?: AbortSignal;
  onProgress?: (progress: { step: number; steps: number; loss: number | null }) => void;
}

/** A trained linear head. */
export interface TrainedHead {
  /** weights [features × labels], row by row, then biases [labels]. */
  values: Float32Array;
  /** Steps that led to it. */
  steps: number;
  /** Mean loss of the watched photos, in nats; `null` when none were watched. */
  watchedLoss: number | null;
}

/** Steps between looks at the watched photos, at the abort signal and at the rest of the world. */
const CHECK_EVERY = 20;
const TINY = 1e-8;

/**
 * Trains a linear head (softmax regression) on the current backend, every photo at every step, with
 * Adam (Kingma & Ba 2015). It starts at zero and nothing in it is random: the same photos give the
 * same head. The thread is given back every few steps.
 *
 * There are two trainers of heads. This one goes down the slope of all photos at once, with a step
 * size and a number of steps that somebody has tried for the data set (`scripts/models/recipes.ts`):
 * for models that ship and for benchmarks, where the head must hang on the photos and on nothing
 * else. `core/training/head-trainer.ts` goes by batches with a rate that it finds for itself, can be
 * stopped after any round, and needs no backend: for photos that nobody has tried anything on. In
 * five folds of 416 photos of bears, three times, this one was right on 404, 404 and 406, the other
 * on 402, 404 and 404; their log loss was 0.06 and 0.16, or 0.06 and 0.07 without the smoothed labels
 * that the Studio starts with.
 *
 * @throws ClassifierError `cancelled`, or `result-not-finite` when training ran away.
 */
export async function trainHead(
  examples: HeadExamples,
  options: TrainHeadOptions,
): Promise<TrainedHead> {
  const { steps, stopAfter = steps, watched, patience = Infinity, signal, onProgress } = options;
  const trainer = new Trainer(examples, options);
  const watch = watched ? new Examples(watched, options) : null;
  try {
    let best: TrainedHead | null = null;
    for (let step = 1; step <= stopAfter; step++) {
      trainer.step(step);
      if (step % CHECK_EVERY !== 0 && step !== stopAfter) continue;
      if (signal?.aborted) throw new ClassifierError('cancelled');
      const loss = watch ? await trainer.measureLoss(watch) : null;
      onProgress?.({ step, steps, loss });
      if (loss !== null) {
        if (!Number.isFinite(loss)) throw new ClassifierError('result-not-finite', 'training');
        if (!best || loss < (best.watchedLoss ?? Infinity)) {
          best = { values: await trainer.readHead(), steps: step, watchedLoss: loss };
        }
        if (step - best.steps >= patience) break;
      }
      await giveBackThread();
    }
    return best ?? { values: await trainer.readHead(), steps: stopAfter, watchedLoss: null };
  } finally {
    watch?.dispose();
    trainer.dispose();
  }
}

/** Photos as tensors. */
class Examples {
  readonly count: number;
  readonly inputs: Tensor2D;
  /** The inputs transposed: wasm multiplies plain matrices far faster than transposed ones. */
  readonly flipped: Tensor2D;
  readonly targets: Tensor2D;

  constructor({ features, labels }: HeadExamples, options: TrainHeadOptions) {
    const { labelCount, labelSmoothing, featureScale } = options;
    const length = featureScale.length;
    this.count = features.length;
    const inputs = new Float32Array(this.count * length);
    features.forEach((row, photo) => {
      row.forEach((value, i) => (inputs[photo * length + i] = value * (featureScale[i] ?? 0)));
    });
    const targets = new Float32Array(this.count * labelCount).fill(labelSmoothing / labelCount);
    labels.forEach((label, photo) => {
      const at = photo * labelCount + label;
      targets[at] = (targets[at] ?? 0) + 1 - labelSmoothing;
    });
    this.inputs = tensor2d(inputs, [this.count, length]);
    this.flipped = transpose(this.inputs);
    this.targets = tensor2d(targets, [this.count, labelCount]);
  }

  dispose(): void {
    this.inputs.dispose();
    this.flipped.dispose();
    this.targets.dispose();
  }
}

class Trainer {
  private readonly examples: Examples;
  private weights: Parameter<Tensor2D>;
  private biases: Parameter<Tensor1D>;

  constructor(
    examples: HeadExamples,
    private readonly options: TrainHeadOptions,
  ) {
    const { labelCount, featureScale } = options;
    const length = featureScale.length;
    this.examples = new Examples(examples, options);
    this.weights = createParameter(
      tensor2d(new Float32Array(length * labelCount), [length, labelCount]),
    );
    this.biases = createParameter(tensor1d(new Float32Array(labelCount)));
  }

  step(step: number): void {
    const { steps, learningRate, weightDecay } = this.options;
    const rate = (learningRate * (1 + Math.cos((Math.PI * (step - 1)) / steps))) / 2;
    const [weightSlope, biasSlope] = tidy(() => {
      const { inputs, flipped, targets, count } = this.examples;
      // The slope of cross-entropy after softmax is simply how far the answer is off.
      const off = mul<Tensor2D>(sub(this.answer(inputs), targets), scalar(1 / count));
      const pull = mul(this.weights.value, scalar(weightDecay));
      return [add<Tensor2D>(matMul(flipped, off), pull), sum<Tensor1D>(off, 0)] as const;
    });
    this.weights = updateParameter(this.weights, weightSlope, rate, step);
    this.biases = updateParameter(this.biases, biasSlope, rate, step);
  }

  /** Mean cross-entropy in nats. */
  async measureLoss({ inputs, targets, count }: Examples): Promise<number> {
    const answers = tidy(() => this.answer(inputs));
    const [given, wanted] = await Promise.all([
      answers.data<'float32'>(),
      targets.data<'float32'>(),
    ]);
    answers.dispose();
    const loss = given.reduce((sum, p, i) => sum - (wanted[i] ?? 0) * Math.log(p + TINY), 0);
    return loss / count;
  }

  /** The head as it stands, with the features' factors folded in. */
  async readHead(): Promise<Float32Array> {
    const { labelCount, featureScale } = this.options;
    const [weights, biases] = await Promise.all([
      this.weights.value.data(),
      this.biases.value.data(),
    ]);
    const values = new Float32Array(weights.length + biases.length);
    weights.forEach((weight, i) => {
      values[i] = weight * (featureScale[Math.floor(i / labelCount)] ?? 0);
    });
    values.set(biases, weights.length);
    return values;
  }

  dispose(): void {
    this.examples.dispose();
    disposeParameter(this.weights);
    disposeParameter(this.biases);
  }

  private answer(inputs: Tensor2D): Tensor2D {
    return softmax(add<Tensor2D>(matMul(inputs, this.weights.value), this.biases.value));
  }
}
