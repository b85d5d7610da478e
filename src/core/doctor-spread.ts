import { mean } from './detectors/linear-algebra';
import type { Size } from './fit';

/**
 * Evidence that needs no labels: a network answers most firmly to pictures prepared as those it
 * learnt from. The slopes that train a last layer are sums of the features of the training photos, so
 * its weights answer to what those have in common, and whatever a wrong preparation changes lies
 * partly beside it. That features and logits are larger in-domain is known as the feature norm and
 * MaxLogit scores (Park et al. 2023; Hendrycks et al. 2022); here the domain shift is the wrong
 * preparation, and the same photos are compared with themselves.
 */

/** Nats that one standard deviation is worth, for each photo. */
const NATS = 0.5;
/**
 * Standard deviations that are added where a photo is padded: a net answers a smaller picture
 * more quietly, even one that learnt from padded photos. Half-way between the two, on heads trained
 * for five data sets; of it each photo gets in proportion to its bars, all with bars of a quarter.
 */
const QUIET_WHEN_PADDED = 0.7;
const FULL_BARS = 0.25;
/** One photo says no more than this many standard deviations. */
const MOST_DEVIATIONS = 4;
/**
 * Answers this many times as firm are not of a more familiar picture, which changes tenths: a larger
 * scale alone makes plain networks so loud.
 */
const TOO_LOUD = 2;

/** One way of preparing photos, as far as firmness goes. */
export interface SpreadTrial {
  /** For each photo so far, the mean of `measureSpread` over its views. */
  spreads: readonly number[];
  isPadded: boolean;
}

/**
 * How far apart a network's answers to one picture lie: the standard deviation of its logits.
 *
 * @param logits One a unit; a unit alone has a 0 beside it.
 * @param labels Those that the photos are of. Among a thousand labels the others would drown them.
 *   Fewer than two: all count.
 * @returns 0 or more; 0 where a number is not finite.
 */
export function measureSpread(logits: ArrayLike<number>, labels: readonly number[]): number {
  const spread = deviation(pickLogits(logits, labels), 0);
  return Number.isFinite(spread) ? spread : 0;
}

/** The logits of some labels, as `measureSpread` takes them. */
export function pickLogits(logits: ArrayLike<number>, labels: readonly number[]): number[] {
  const all = logits.length === 1 ? [0, logits[0] ?? NaN] : Array.from(logits);
  return logits.length > 1 && labels.length > 1 ? labels.map((at) => all[at] ?? NaN) : all;
}

/**
 * What firm answers say for each way, against the reference.
 *
 * @param reference The place of the way that does best without this; of those tried on all photos.
 * @param bars For each photo, the share of its padded picture that is bars, in [0, 1].
 * @returns For each way and photo, nats to take off its loss. All 0 where no way differs.
 */
export function creditSpreads(
  trials: readonly SpreadTrial[],
  reference: number,
  bars: readonly number[],
): number[][] {
  const own = trials[reference]?.spreads ?? [];
  const unit = findUnit(trials, own);
  return trials.map(({ spreads, isPadded }) => {
    if (!(unit > 0)) return spreads.map(() => 0);
    const isTooLoud = mean(spreads) > TOO_LOUD * mean(own.slice(0, spreads.length));
    return spreads.map((spread, photo) => {
      const ahead = isTooLoud ? 0 : clamp((spread - (own[photo] ?? NaN)) / unit);
      const quiet = Math.min(1, (bars[photo] ?? 0) / FULL_BARS) * QUIET_WHEN_PADDED;
      return NATS * (ahead + (isPadded ? quiet : 0));
    });
  });
}

/**
 * How much firmness differs between two ways by chance, from photo to photo: the median over those
 * tried longest, so that hopeless ones do not count for much.
 */
function findUnit(trials: readonly SpreadTrial[], own: readonly number[]): number {
  const others = trials.map(({ spreads }) => spreads).filter((spreads) => spreads !== own);
  const longest = Math.max(...others.map(({ length }) => length));
  const deviations = others
    .filter(({ length }) => length === longest)
    .map((spreads) =>
      deviation(
        spreads.map((one, i) => one - (own[i] ?? NaN)),
        1,
      ),
    )
    .sort((a, b) => a - b);
  const middle = (deviations.length - 1) / 2;
  const [low, high] = [deviations[Math.floor(middle)], deviations[Math.ceil(middle)]];
  // A difference has the chance of two ways in it.
  return ((low ?? 0) + (high ?? 0)) / 2 / Math.SQRT2;
}

/** The share of a padded picture that is bars, in [0, 1). */
export function shareOfBars(photo: Size, model: Size): number {
  const ratio = (photo.width * model.height) / (photo.height * model.width);
  return 1 - Math.min(ratio, 1 / ratio);
}

function clamp(deviations: number): number {
  return Math.max(-MOST_DEVIATIONS, Math.min(MOST_DEVIATIONS, deviations));
}

/** @param given 1 for a sample's deviation, 0 where these are all. */
function deviation(values: readonly number[], given: 0 | 1): number {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / Math.max(1, values.length - given));
}
