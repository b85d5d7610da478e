/** One step of the finder. */
export interface RatePoint {
  learningRate: number;
  /** Smoothed loss. */
  loss: number;
}

/** What the finder suggests. */
export interface RateSuggestion {
  /** Where the loss falls most steeply. */
  steepest: number;
  /** Half-way along the longest fall. */
  valley: number;
}

/** The finder's range, how many steps it takes, and where it gives up. */
const LOWEST = 1e-5;
const HIGHEST = 1;
export const FINDER_STEPS = 100;
const SMOOTHING = 0.9;
const RUNAWAY = 4;
/** The first steps say little, the last ones run away: fastai leaves out as many. */
const SKIP_FIRST = 10;
const SKIP_LAST = 5;

/**
 * The learning rate finder (L. N. Smith, "Cyclical Learning Rates for Training Neural Networks",
 * arXiv 1506.01186, section 3.3): trains a while at a rate that grows from step to step, and watches
 * the loss.
 *
 * @param step Trains one batch at a rate and gives its loss.
 * @returns One point a step, up to where the loss ran away.
 */
export function* sweepLearningRates(
  step: (learningRate: number, index: number) => number,
): Generator<RatePoint, void> {
  let mean = 0;
  let lowest = Infinity;
  for (let index = 0; index < FINDER_STEPS; index++) {
    const learningRate = LOWEST * (HIGHEST / LOWEST) ** (index / (FINDER_STEPS - 1));
    const raw = step(learningRate, index);
    mean = SMOOTHING * mean + (1 - SMOOTHING) * raw;
    // The running mean starts at zero: early on it is too small.
    const loss = mean / (1 - SMOOTHING ** (index + 1));
    if (!Number.isFinite(loss) || loss > RUNAWAY * lowest) return;
    lowest = Math.min(lowest, loss);
    yield { learningRate, loss };
  }
}

/**
 * Reads a finder's curve, as fastai does: `steepest`, where the loss falls most for the growth of the
 * logarithm of the rate, and `valley`, half-way along the longest stretch on which the loss falls.
 *
 * @returns `null` when the curve is too short to say.
 */
export function suggestLearningRate(points: readonly RatePoint[]): RateSuggestion | null {
  const read = points.slice(
    SKIP_FIRST,
    points.length === FINDER_STEPS ? points.length : -SKIP_LAST,
  );
  if (read.length < 3) return null;
  return {
    steepest: rateAt(read, findSteepest(read)),
    valley: rateAt(read, findValley(read.map(({ loss }) => loss))),
  };
}

function rateAt(points: readonly RatePoint[], index: number): number {
  return points[index]?.learningRate ?? NaN;
}

function findSteepest(points: readonly RatePoint[]): number {
  let steepest = 0;
  let lowest = Infinity;
  for (let i = 1; i < points.length - 1; i++) {
    const [before, after] = [points[i - 1], points[i + 1]];
    if (!before || !after) continue;
    const growth = Math.log(after.learningRate / before.learningRate);
    const slope = (after.loss - before.loss) / growth;
    if (slope < lowest) [steepest, lowest] = [i, slope];
  }
  return steepest;
}

/** The longest decreasing subsequence of the losses, and the place half-way along it. */
function findValley(losses: readonly number[]): number {
  const lengths = losses.map(() => 1);
  losses.forEach((loss, i) => {
    for (let j = 0; j < i; j++) {
      if (loss < (losses[j] ?? 0)) lengths[i] = Math.max(lengths[i] ?? 1, (lengths[j] ?? 0) + 1);
    }
  });
  const longest = Math.max(...lengths);
  const end = lengths.indexOf(longest);
  return Math.max(0, end - longest) + Math.floor(longest / 3) + Math.floor(longest / 6);
}
