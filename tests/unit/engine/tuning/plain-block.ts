import { createRandom } from '../../../../src/core/random';
import type { LabelledView, TuningStart } from '../../../../src/engine/tuning/block-tuner';
import type { BlockWeights } from '../../../../src/model/last-block';

/** A block in plain numbers, one loop after another: what the tensors are held to. */

export const shape = { in: 2, middle: 3, out: 2, kernelSide: 3 };
export const side = 3;
export const labelCount = 3;
/** Features that stay as they are. */
export const FIXED = 2;

export function drawWeights(seed: number): BlockWeights {
  const random = createRandom(seed);
  const draw = (count: number, low: number, high: number) =>
    Float32Array.from({ length: count }, () => low + random.nextFloat() * (high - low));
  return {
    expand: draw(6, -2, 2),
    // Some beyond six, so that both ends of relu6 are met.
    expandBias: draw(3, -1, 6),
    depthwise: draw(27, -1, 1),
    depthwiseBias: draw(3, 0, 4),
    project: draw(6, -1, 1),
    projectBias: draw(2, -1, 1),
  };
}

export function drawStart(seed: number): TuningStart {
  const random = createRandom(seed + 1);
  const draw = (count: number) =>
    Float32Array.from({ length: count }, () => random.nextFloat() * 2 - 1);
  return {
    block: drawWeights(seed),
    shape,
    height: side,
    width: side,
    head: { weights: draw(labelCount * (FIXED + shape.out)), biases: draw(labelCount) },
    featureScale: Float32Array.of(1.5, 0.5, 1.2, 1.2),
  };
}

export function drawViews(count: number, seed: number): LabelledView[] {
  const random = createRandom(seed + 2);
  return Array.from({ length: count }, (_, i) => ({
    features: Float32Array.from({ length: FIXED }, () => random.nextFloat() * 2 - 1),
    input: Float32Array.from(
      { length: side * side * shape.in },
      () => random.nextFloat() * 3 - 1.5,
    ),
    label: i % labelCount,
  }));
}

/** The block's tap of one view: averaged over the picture, scaled to unit length. */
export function computeTap(block: BlockWeights, input: ArrayLike<number>): number[] {
  const { middle, out } = shape;
  const relu6 = (value: number) => Math.min(6, Math.max(0, value));
  const expanded = (y: number, x: number, channel: number) => {
    if (y < 0 || x < 0 || y >= side || x >= side) return 0;
    let sum = block.expandBias[channel] ?? NaN;
    for (let i = 0; i < shape.in; i++) {
      const value = input[(y * side + x) * shape.in + i] ?? NaN;
      sum += value * (block.expand[i * middle + channel] ?? NaN);
    }
    return relu6(sum);
  };
  const pooled = Array.from(block.projectBias);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      for (let channel = 0; channel < middle; channel++) {
        let sum = block.depthwiseBias[channel] ?? NaN;
        for (let dy = 0; dy < 3; dy++) {
          for (let dx = 0; dx < 3; dx++) {
            const kernel = block.depthwise[(dy * 3 + dx) * middle + channel] ?? NaN;
            sum += kernel * expanded(y + dy - 1, x + dx - 1, channel);
          }
        }
        for (let o = 0; o < out; o++) {
          const share = (block.project[channel * out + o] ?? NaN) / (side * side);
          pooled[o] = (pooled[o] ?? NaN) + relu6(sum) * share;
        }
      }
    }
  }
  const length = Math.hypot(...pooled);
  return pooled.map((value) => value / length);
}

/** Mean cross-entropy with smoothed targets, each photo weighing as much as its label says. */
export function computeLoss(
  { block, head }: Pick<TuningStart, 'block' | 'head'>,
  views: readonly LabelledView[],
  { labelSmoothing, labelWeights }: { labelSmoothing: number; labelWeights: readonly number[] },
): number {
  const total = views.reduce((sum, { label }) => sum + (labelWeights[label] ?? NaN), 0);
  return views.reduce((loss, { features, input, label }) => {
    const joined = [...features, ...computeTap(block, input)];
    const logits = Array.from(head.biases, (bias, row) =>
      joined.reduce(
        (sum, value, i) => sum + value * (head.weights[row * joined.length + i] ?? NaN),
        bias,
      ),
    );
    const all = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
    const surprise = logits.reduce((sum, logit, row) => {
      const wanted = (row === label ? 1 - labelSmoothing : 0) + labelSmoothing / labelCount;
      return sum - wanted * (logit - all);
    }, 0);
    return loss + ((labelWeights[label] ?? NaN) / total) * surprise;
  }, 0);
}
