import { scaleLogits, type Scaling } from './calibrate/scaling';
import { softmax } from './calibration';
import type { OutputKind } from './contract';

/** Nothing is surer than this: beyond it, taking back a sigmoid or softmax would give infinity. */
const MIN_PROBABILITY = 1e-7;

/**
 * Probabilities of a model's labels.
 *
 * @param logits The numbers before softmax or sigmoid, one a unit.
 * @param scaling What calibration does to logits first; `null`: nothing.
 * @returns In [0, 1]. One unit of a sigmoid gives two: of the label for 0 and of the one for 1.
 *   Several units of a sigmoid are judged each by itself and need not sum to one.
 */
export function toProbabilities(
  logits: ArrayLike<number>,
  output: OutputKind,
  scaling: Scaling | null = null,
): number[] {
  const scaled = scaleLogits(logits, scaling);
  if (output === 'logits' || output === 'probabilities') return softmax(scaled);
  const each = scaled.map(sigmoid);
  const [only] = each;
  return each.length === 1 && only !== undefined ? [1 - only, only] : each;
}

/**
 * Takes softmax or sigmoid back from a network's answer. Softmax leaves its logits known up to a
 * constant, which the next softmax drops again.
 *
 * @param answer One number a unit, as the network says it.
 * @returns Finite wherever the answer is: probabilities are clamped to [1e-7, 1 - 1e-7].
 */
export function toLogits(answer: Float32Array, output: OutputKind): Float32Array {
  switch (output) {
    case 'logits':
    case 'sigmoid-logits':
      return answer.slice();
    case 'probabilities':
      return answer.map((probability) => Math.log(clamp(probability)));
    case 'sigmoid':
      return answer.map((probability) => {
        const clamped = clamp(probability);
        return Math.log(clamped / (1 - clamped));
      });
  }
}

/** How many labels a network with so many units can tell apart. */
export function countLabels(units: number, output: OutputKind): number {
  return units === 1 && (output === 'sigmoid' || output === 'sigmoid-logits') ? 2 : units;
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** A NaN stays a NaN: it must not turn into a probability. */
function clamp(probability: number): number {
  return Math.min(1 - MIN_PROBABILITY, Math.max(MIN_PROBABILITY, probability));
}
