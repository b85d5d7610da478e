import { findLikeliest } from '../find-likeliest';
import { dotRow } from './vectors';

/** A linear head: for each label a row of weights, and a bias. */
export interface Head {
  /** [labels × features], row by row. */
  weights: Float32Array<ArrayBuffer>;
  /** [labels] */
  biases: Float32Array<ArrayBuffer>;
}

/** Photos by their features. */
export interface Examples {
  /** One row a photo; all of the same length. */
  features: readonly Float32Array[];
  /** Label index of each photo. */
  labels: readonly number[];
}

/** Writes a head's answer to one photo, before softmax. */
export function computeLogits(head: Head, features: Float32Array, out: Float64Array): Float64Array {
  const { weights, biases } = head;
  const length = features.length;
  for (let label = 0; label < biases.length; label++) {
    out[label] = (biases[label] ?? 0) + dotRow(weights, label * length, features);
  }
  return out;
}

/** A head's answer to features. */
export function answer(head: Head, features: Float32Array): Float64Array {
  return computeLogits(head, features, new Float64Array(head.biases.length));
}

/** Turns logits into probabilities, in place. */
export function softmaxInPlace(values: Float64Array): Float64Array {
  let highest = -Infinity;
  for (const value of values) if (value > highest) highest = value;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    values[i] = Math.exp((values[i] ?? 0) - highest);
    total += values[i] ?? 0;
  }
  for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) / total;
  return values;
}

/** Keeps the logarithm of a probability that rounds to 0 finite. */
export const TINY = 1e-12;

/** How a head does on photos. */
export interface HeadFigures {
  /** Mean cross-entropy with the true label, in nats. */
  loss: number;
  /** Share right, 0 … 1. */
  accuracy: number;
}

/** Measures a head; `null` for no photos. */
export function measureHead(head: Head, { features, labels }: Examples): HeadFigures | null {
  if (features.length === 0) return null;
  const answer = new Float64Array(head.biases.length);
  let loss = 0;
  let right = 0;
  features.forEach((row, photo) => {
    softmaxInPlace(computeLogits(head, row, answer));
    const truth = labels[photo] ?? -1;
    loss -= Math.log((answer[truth] ?? 0) + TINY);
    if (findLikeliest(answer) === truth) right += 1;
  });
  return { loss: loss / features.length, accuracy: right / features.length };
}

/** As a model's file holds it: weights [features × labels], row by row, then biases [labels]. */
export function toHeadFile({ weights, biases }: Head): Float32Array<ArrayBuffer> {
  const labels = biases.length;
  const length = weights.length / labels;
  const values = new Float32Array(weights.length + labels);
  for (let label = 0; label < labels; label++) {
    for (let i = 0; i < length; i++) values[i * labels + label] = weights[label * length + i] ?? 0;
  }
  values.set(biases, weights.length);
  return values;
}
