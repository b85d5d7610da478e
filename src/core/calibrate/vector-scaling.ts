import { fitTemperature, softmax } from '../calibration';
import { solvePositiveDefinite } from './solve-positive-definite';

/** A number to multiply and one to add, for each label. */
interface VectorScaling {
  scale: number[];
  bias: number[];
}

const MAX_ROUNDS = 50;
/** Newton's method stops when a step would gain less than this, in nats a photo. */
const TOLERANCE = 1e-10;

/**
 * Vector scaling by maximum likelihood (Guo et al. 2017, section 4.2): logits × scale + bias, one of
 * each a label. The loss has one valley; Newton's method walks down it.
 *
 * Two numbers a label can be fitted to chance, and to infinity where a label is never mistaken. A
 * normal prior of variance 1 around temperature scaling holds them; a handful of photos outweighs it.
 *
 * @param logits One row a photo, one number a label.
 * @param truths Label index of each photo.
 * @returns Finite for finite logits.
 * @throws RangeError when a logit is not a number or a truth is not a label.
 */
export function fitVectorScaling(
  logits: readonly ArrayLike<number>[],
  truths: readonly number[],
): VectorScaling {
  const labelCount = logits[0]?.length ?? 0;
  if (labelCount === 0) throw new RangeError('there are no photos to fit');
  logits.forEach((row, photo) => {
    if (!Array.from(row).every(Number.isFinite)) throw new RangeError('a logit is not a number');
    if (row[truths[photo] ?? -1] === undefined) throw new RangeError(`no label ${truths[photo]}`);
  });
  const start = new Float64Array(2 * labelCount);
  start.fill(1 / fitTemperature(logits, truths, 1), 0, labelCount);
  let at: Float64Array = start;
  let loss = measureLoss(logits, truths, at, start);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const step = findStep(logits, truths, at, start);
    const next = walk(at, step, loss, (point) => measureLoss(logits, truths, point, start));
    if (!next) break;
    const gain = loss - next.loss;
    ({ point: at, loss } = next);
    if (gain < TOLERANCE) break;
  }
  return {
    scale: Array.from(at.subarray(0, labelCount)),
    bias: Array.from(at.subarray(labelCount)),
  };
}

/** Halves a step until it leads down; `null` when none does. */
function walk(
  from: Float64Array,
  step: Float64Array,
  loss: number,
  measure: (point: Float64Array) => number,
): { point: Float64Array; loss: number } | null {
  for (let share = 1; share > 1e-6; share /= 2) {
    const point = from.map((value, i) => value - share * (step[i] ?? 0));
    const next = measure(point);
    if (next < loss) return { point, loss: next };
  }
  return null;
}

/** Mean surprise at the truths and, shared among the photos, distance from the prior's middle. */
function measureLoss(
  logits: readonly ArrayLike<number>[],
  truths: readonly number[],
  at: Float64Array,
  middle: Float64Array,
): number {
  const prior = at.reduce((sum, value, i) => sum + (value - (middle[i] ?? 0)) ** 2, 0) / 2;
  const surprise = logits.reduce((sum, row, photo) => {
    const scaled = scaleRow(row, at);
    const largest = Math.max(...scaled);
    const logSum = Math.log(scaled.reduce((a, b) => a + Math.exp(b - largest), 0)) + largest;
    return sum + logSum - (scaled[truths[photo] ?? -1] ?? NaN);
  }, 0);
  return (surprise + prior) / logits.length;
}

/** Newton's step: the inverse of the curvature times the slope. */
function findStep(
  logits: readonly ArrayLike<number>[],
  truths: readonly number[],
  at: Float64Array,
  middle: Float64Array,
): Float64Array {
  const size = at.length;
  const labelCount = size / 2;
  const slope = at.map((value, i) => value - (middle[i] ?? 0));
  const curvature = new Float64Array(size * size);
  for (let i = 0; i < size; i++) curvature[i * size + i] = 1;
  logits.forEach((row, photo) => {
    const p = softmax(scaleRow(row, at));
    // How much parameter i moves its label's logit: the logit itself for a scale, 1 for a bias.
    const pull = (i: number) => (i < labelCount ? (row[i] ?? 0) : 1);
    for (let i = 0; i < size; i++) {
      const label = i % labelCount;
      const own = p[label] ?? 0;
      slope[i] = (slope[i] ?? 0) + (own - (label === truths[photo] ? 1 : 0)) * pull(i);
      for (let j = 0; j <= i; j++) {
        const other = j % labelCount;
        const bend = own * ((label === other ? 1 : 0) - (p[other] ?? 0));
        curvature[i * size + j] = (curvature[i * size + j] ?? 0) + bend * pull(i) * pull(j);
      }
    }
  });
  return solvePositiveDefinite(curvature, slope);
}

function scaleRow(row: ArrayLike<number>, at: Float64Array): number[] {
  const labelCount = at.length / 2;
  return Array.from(row, (logit, i) => logit * (at[i] ?? NaN) + (at[labelCount + i] ?? NaN));
}
