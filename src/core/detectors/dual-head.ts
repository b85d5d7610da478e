/**
 * A linear head in dual form: softmax regression whose weights are a sum of the photos it learnt
 * from, so that it is trained on the cosines between photos alone (kernel logistic regression, Zhu
 * & Hastie 2005), by Nesterov's accelerated gradient. Cheap enough to hide every label in turn.
 */
interface DualHead {
  /** @param cosines With the photos it learnt from. @returns One logit a label it learnt. */
  answer(cosines: ArrayLike<number>): number[];
}

interface DualHeadOptions {
  /** Pull of the weights towards 0. */
  decay?: number;
  steps?: number;
}

const DECAY = 1e-4;
const STEPS = 150;

/**
 * @param gram Cosines between the photos, n × n.
 * @param labels Of the photos. Those that occur become labels 0… in the order of their numbers.
 */
export function trainDualHead(
  gram: Float64Array,
  labels: readonly number[],
  { decay = DECAY, steps = STEPS }: DualHeadOptions = {},
): DualHead {
  const n = labels.length;
  const names = [...new Set(labels)].sort((a, b) => a - b);
  const count = names.length;
  const target = labels.map((label) => names.indexOf(label));
  // The cosines are at most 1, and 1 is added for the bias: no eigenvalue of the slope exceeds this.
  const rate = 1 / (1 + decay);
  let weights = new Float64Array(n * count);
  let ahead = weights;
  for (let step = 0; step < steps; step++) {
    const off = measureError(gram, ahead, target, count);
    const next = ahead.map((value, i) => value - rate * ((off[i] ?? 0) / n + decay * value));
    const momentum = step / (step + 3);
    const before = weights;
    ahead = next.map((value, i) => value + momentum * (value - (before[i] ?? 0)));
    weights = next;
  }
  const learnt = weights;
  return {
    answer: (cosines) => Array.from(combine(cosines, 0, learnt, n, new Float64Array(count))),
  };
}

/** Softmax of each photo's answer less its truth: [photos × labels]. */
function measureError(
  gram: Float64Array,
  weights: Float64Array,
  target: readonly number[],
  count: number,
): Float64Array {
  const n = target.length;
  const off = new Float64Array(n * count);
  const logits = new Float64Array(count);
  for (let i = 0; i < n; i++) {
    combine(gram, i * n, weights, n, logits);
    const largest = Math.max(...logits);
    const powers = logits.map((logit) => Math.exp(logit - largest));
    const sum = powers.reduce((a, b) => a + b, 0);
    powers.forEach((power, label) => {
      off[i * count + label] = power / sum - (target[i] === label ? 1 : 0);
    });
  }
  return off;
}

/** @param logits Filled anew, one a label. */
function combine(
  cosines: ArrayLike<number>,
  from: number,
  weights: Float64Array,
  n: number,
  logits: Float64Array,
): Float64Array {
  const count = logits.length;
  logits.fill(0);
  for (let j = 0; j < n; j++) {
    const cosine = (cosines[from + j] ?? 0) + 1;
    for (let label = 0; label < count; label++) {
      logits[label] = (logits[label] ?? 0) + cosine * (weights[j * count + label] ?? 0);
    }
  }
  return logits;
}
