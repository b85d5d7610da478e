import { normalise } from '../../src/core/bank';
import { dealBatches } from '../../src/core/training/batches';
import { computeLogits, type Head } from '../../src/core/training/head';
import { planCycleStep } from '../../src/core/training/one-cycle';
import { addToRow } from '../../src/core/training/vectors';
import { BATCH, EPOCHS } from './heads';

/** A photo to learn from; `label` −1: it is of no label. */
export interface LossLesson {
  features: Float32Array;
  label: number;
}

/** The slope of a loss by the logits, written into `slope`. */
export type Loss = (logits: Float64Array, label: number, slope: Float64Array) => void;

interface LossOptions {
  lessons: readonly LossLesson[];
  start: Head;
  loss: Loss;
  learningRate: number;
  weightDecay: number;
  /** Weights keep the length 1 and there is no bias, so that logits of unit features are cosines. */
  onSphere?: boolean;
  seed: number;
}

/** Memory of Adam's second mean and its floor, as in the Studio's trainer. */
const VARIANCE_MEMORY = 0.99;
const EPSILON = 1e-5;

/** The Studio's way of training (batches, Adam, one cycle) for losses that its trainer does not have. */
export function trainByLoss(options: LossOptions): Head {
  const { lessons, start, loss, seed, weightDecay, onSphere = false } = options;
  const head: Head = { weights: start.weights.slice(), biases: start.biases.slice() };
  const labels = head.biases.length;
  const length = head.weights.length / labels;
  const parameters = [head.weights, ...(onSphere ? [] : [head.biases])];
  const means = parameters.map((values) => new Float64Array(values.length));
  const squares = parameters.map((values) => new Float64Array(values.length));
  const logits = new Float64Array(labels);
  const slope = new Float64Array(labels);
  let done = 0;
  let momentumProduct = 1;
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const batches = dealBatches(lessons.length, BATCH, seed, epoch);
    for (const batch of batches) {
      const slopes = parameters.map((values) => new Float64Array(values.length));
      for (const index of batch) {
        const { features, label } = lessons[index] ?? { features: new Float32Array(), label: -1 };
        loss(computeLogits(head, features, logits), label, slope);
        slope.forEach((value, row) => {
          addToRow(slopes[0] ?? slope, row * length, features, value / batch.length);
          const ofBiases = slopes[1];
          if (ofBiases) ofBiases[row] = (ofBiases[row] ?? 0) + value / batch.length;
        });
      }
      const { learningRate, momentum } = planCycleStep(done, {
        peak: options.learningRate,
        steps: EPOCHS * batches.length,
      });
      done += 1;
      momentumProduct *= momentum;
      const first = 1 - momentumProduct;
      const second = 1 - VARIANCE_MEMORY ** done;
      parameters.forEach((values, which) => {
        const [grades, mean, square] = [slopes[which], means[which], squares[which]];
        if (!grades || !mean || !square) return;
        for (let i = 0; i < values.length; i++) {
          const grade = (grades[i] ?? 0) + (which === 0 ? weightDecay * (values[i] ?? 0) : 0);
          mean[i] = momentum * (mean[i] ?? 0) + (1 - momentum) * grade;
          square[i] = VARIANCE_MEMORY * (square[i] ?? 0) + (1 - VARIANCE_MEMORY) * grade ** 2;
          const size = Math.sqrt((square[i] ?? 0) / second) + EPSILON;
          values[i] = (values[i] ?? 0) - (learningRate * ((mean[i] ?? 0) / first)) / size;
        }
      });
      if (onSphere) keepUnitRows(head.weights, length);
    }
  }
  return head;
}

/** Brings each row to length 1. */
export function keepUnitRows(rows: Float32Array, length: number): void {
  for (let from = 0; from < rows.length; from += length) {
    const row = rows.subarray(from, from + length);
    if (row.some((value) => value !== 0)) row.set(normalise(row));
  }
}
