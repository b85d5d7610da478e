/** Where a step stands in its cycle. */
interface CycleStep {
  learningRate: number;
  momentum: number;
}

interface CycleOptions {
  /** The largest learning rate. */
  peak: number;
  /** Steps of the whole cycle. */
  steps: number;
}

/** Share of the cycle that climbs, and how much lower it starts and ends (fastai's `fit_one_cycle`). */
const CLIMB = 0.25;
const START_DIVISOR = 25;
const END_DIVISOR = 1e5;
const HIGH_MOMENTUM = 0.95;
const LOW_MOMENTUM = 0.85;

/**
 * The one-cycle schedule (L. N. Smith, "A disciplined approach to neural network hyper-parameters:
 * Part 1", arXiv 1803.09820), with half cosines for its two legs: the learning rate climbs to its
 * peak and falls to almost nothing, momentum does the opposite.
 *
 * @param step 0 … steps - 1.
 */
export function planCycleStep(step: number, { peak, steps }: CycleOptions): CycleStep {
  const done = steps <= 1 ? 0 : step / (steps - 1);
  if (done <= CLIMB) {
    const share = done / CLIMB;
    return {
      learningRate: anneal(peak / START_DIVISOR, peak, share),
      momentum: anneal(HIGH_MOMENTUM, LOW_MOMENTUM, share),
    };
  }
  const share = (done - CLIMB) / (1 - CLIMB);
  return {
    learningRate: anneal(peak, peak / END_DIVISOR, share),
    momentum: anneal(LOW_MOMENTUM, HIGH_MOMENTUM, share),
  };
}

/** Along half a cosine. */
function anneal(from: number, to: number, share: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * share))) / 2;
}
