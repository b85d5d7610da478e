import { computeLogits, type Examples, type Head, softmaxInPlace, TINY } from './head';
import { addToRow } from './vectors';

export interface HeadTrainerOptions {
  labelCount: number;
  /** Share of the target that is spread over all labels, in [0, 1): keeps the head from boasting. */
  labelSmoothing: number;
  /** How much a photo of each label weighs in the loss; all the same when absent. */
  labelWeights?: readonly number[];
  /** The loss grows by half of it times the squared length of the weights: pulls them towards 0. */
  weightDecay: number;
  /** Factor on each feature while training; folded into the weights of the head that comes out. */
  featureScale: Float32Array;
}

/** What has been learnt so far: enough to go on from. */
export interface HeadState {
  /** In scaled features, [labels × features], and [labels]. */
  weights: Float32Array<ArrayBuffer>;
  biases: Float32Array<ArrayBuffer>;
  /** Adam's two running means of the slope, weights first, then biases. */
  momentum: Float32Array<ArrayBuffer>;
  variance: Float32Array<ArrayBuffer>;
  /** The product of all momenta so far, by which the first mean is too small; and the steps taken. */
  momentumProduct: number;
  steps: number;
}

const VARIANCE_MEMORY = 0.99;
const EPSILON = 1e-5;

/** A head that knows nothing: every label is as likely as any other. */
export function blankState(labelCount: number, featureCount: number): HeadState {
  const size = labelCount * featureCount;
  return {
    weights: new Float32Array(size),
    biases: new Float32Array(labelCount),
    momentum: new Float32Array(size + labelCount),
    variance: new Float32Array(size + labelCount),
    momentumProduct: 1,
    steps: 0,
  };
}

/** A copy that the trainer will not change. */
export function copyState(state: HeadState): HeadState {
  return {
    ...state,
    weights: state.weights.slice(),
    biases: state.biases.slice(),
    momentum: state.momentum.slice(),
    variance: state.variance.slice(),
  };
}

/**
 * Trains a linear head by softmax regression, a batch at a time, with Adam (Kingma & Ba 2015; its
 * memory and floor are fastai's). Plain numbers: the same on every device and backend, and small
 * enough that a phone needs no GPU for it.
 *
 * For photos that nobody has tried anything on: the Studio and `bearings train`. Models that ship are
 * trained on all photos at once, in steps that were tried out for them (`engine/train-head.ts`).
 */
export class HeadTrainer {
  private readonly scaled: Head;
  private readonly slope: { weights: Float64Array; biases: Float64Array };
  private readonly answer: Float64Array;

  constructor(
    private readonly examples: Examples,
    private readonly options: HeadTrainerOptions,
    readonly state: HeadState,
  ) {
    const { weights, biases } = state;
    this.scaled = { weights: new Float32Array(weights.length), biases };
    this.slope = {
      weights: new Float64Array(weights.length),
      biases: new Float64Array(biases.length),
    };
    this.answer = new Float64Array(biases.length);
  }

  /**
   * One step on a batch.
   *
   * @param batch Indices of photos.
   * @returns The batch's mean loss before the step, in nats, without the pull on the weights.
   */
  step(batch: readonly number[], learningRate: number, momentum: number): number {
    const loss = this.computeSlope(batch);
    this.update(learningRate, momentum);
    return loss;
  }

  /** The head for plain features. */
  readHead(): Head {
    this.foldScale();
    return { weights: this.scaled.weights.slice(), biases: this.state.biases.slice() };
  }

  /** The loss and its slope at the present weights, the pull on the weights included. */
  measureSlope(batch: readonly number[]): {
    loss: number;
    weights: Float64Array;
    biases: Float64Array;
  } {
    const { weightDecay } = this.options;
    const { weights } = this.state;
    let loss = this.computeSlope(batch);
    const slope = this.slope.weights.slice();
    weights.forEach((weight, i) => {
      slope[i] = (slope[i] ?? 0) + weightDecay * weight;
      loss += (weightDecay / 2) * weight * weight;
    });
    return { loss, weights: slope, biases: this.slope.biases.slice() };
  }

  private foldScale(): void {
    const { featureScale } = this.options;
    const { weights } = this.state;
    const length = featureScale.length;
    for (let row = 0; row < weights.length; row += length) {
      for (let i = 0; i < length; i++) {
        this.scaled.weights[row + i] = (weights[row + i] ?? 0) * (featureScale[i] ?? 0);
      }
    }
  }

  /** Fills `slope`, in scaled features. */
  private computeSlope(batch: readonly number[]): number {
    const { labelCount, labelSmoothing, labelWeights, featureScale } = this.options;
    const { answer, slope } = this;
    const length = featureScale.length;
    this.foldScale();
    slope.weights.fill(0);
    slope.biases.fill(0);
    const weightOf = (photo: number) => labelWeights?.[this.examples.labels[photo] ?? -1] ?? 1;
    const total = batch.reduce((sum, photo) => sum + weightOf(photo), 0);
    let loss = 0;
    for (const photo of batch) {
      const features = this.examples.features[photo] ?? new Float32Array();
      const truth = this.examples.labels[photo] ?? -1;
      const weight = weightOf(photo) / total;
      softmaxInPlace(computeLogits(this.scaled, features, answer));
      for (let label = 0; label < labelCount; label++) {
        const wanted = (label === truth ? 1 - labelSmoothing : 0) + labelSmoothing / labelCount;
        const given = answer[label] ?? 0;
        if (wanted > 0) loss -= weight * wanted * Math.log(given + TINY);
        // The slope of cross-entropy after softmax is simply how far the answer is off.
        const off = weight * (given - wanted);
        slope.biases[label] = (slope.biases[label] ?? 0) + off;
        addToRow(slope.weights, label * length, features, off);
      }
    }
    for (let row = 0; row < slope.weights.length; row += length) {
      for (let i = 0; i < length; i++) {
        slope.weights[row + i] = (slope.weights[row + i] ?? 0) * (featureScale[i] ?? 0);
      }
    }
    return loss;
  }

  private update(learningRate: number, momentum: number): void {
    const { state, slope } = this;
    const { weightDecay } = this.options;
    const size = state.weights.length;
    state.steps += 1;
    state.momentumProduct *= momentum;
    // Both means start at zero: early on they are too small by these factors.
    const first = 1 - state.momentumProduct;
    const second = 1 - VARIANCE_MEMORY ** state.steps;
    const move = (at: number, grade: number): number => {
      const mean = momentum * (state.momentum[at] ?? 0) + (1 - momentum) * grade;
      const square =
        VARIANCE_MEMORY * (state.variance[at] ?? 0) + (1 - VARIANCE_MEMORY) * grade ** 2;
      state.momentum[at] = mean;
      state.variance[at] = square;
      return (learningRate * (mean / first)) / (Math.sqrt(square / second) + EPSILON);
    };
    for (let i = 0; i < size; i++) {
      const weight = state.weights[i] ?? 0;
      state.weights[i] = weight - move(i, (slope.weights[i] ?? 0) + weightDecay * weight);
    }
    for (let label = 0; label < state.biases.length; label++) {
      state.biases[label] =
        (state.biases[label] ?? 0) - move(size + label, slope.biases[label] ?? 0);
    }
  }
}
