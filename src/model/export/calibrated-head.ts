import { scaleLogits, type Scaling } from '../../core/calibrate/scaling';

/** A linear head whose logits are calibrated already: softmax of them is the confidence. */
export interface CalibratedHead {
  /** [features × labels], row by row. */
  weights: Float32Array;
  /** [labels]. */
  biases: Float32Array;
  features: number;
  labels: number;
}

/**
 * Folds a calibration into a head. Temperature and vector scaling change each logit by a factor and a
 * summand, and so does a linear layer: nothing is lost.
 *
 * @param head weights [features × labels], row by row, then biases [labels].
 */
export function calibrateHead(
  head: Float32Array,
  labels: number,
  scaling: Scaling | null,
): CalibratedHead {
  const features = head.length / labels - 1;
  const biases = scaleLogits(head.subarray(features * labels), scaling);
  const summands = scaleLogits(new Float32Array(labels), scaling);
  const factors = scaleLogits(new Float32Array(labels).fill(1), scaling).map(
    (value, label) => value - (summands[label] ?? 0),
  );
  const weights = head
    .slice(0, features * labels)
    .map((weight, i) => weight * (factors[i % labels] ?? NaN));
  return { weights, biases: Float32Array.from(biases), features, labels };
}
