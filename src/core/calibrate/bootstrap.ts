import type { Interval } from '../manifest';
import { createRandom, type Random } from '../random';

const RESAMPLES = 1000;
/** Fewer photos than this, drawn again and again, say nothing about how photos differ. */
const MIN_PHOTOS = 10;

interface BootstrapOptions {
  seed: number;
  /** The least and the most that the figure can be. */
  range: readonly [low: number, high: number];
  resamples?: number;
}

/**
 * A figure with its 95 % interval by the basic bootstrap (Davison & Hinkley 1997, section 5.2): the
 * quantiles of the resampled figures, mirrored at the figure itself. The mirror matters for the
 * calibration error, which comes out too large in a resample, as it does in a sample.
 *
 * @param count How many photos there are.
 * @param measure The figure of some of them: their indices, ascending, one that was drawn twice
 *   twice.
 * @returns Inside the range, the value inside the interval; for fewer than ten photos the interval is
 *   the whole range.
 * @throws RangeError when there are no photos or the figure is not a number.
 */
export function bootstrapInterval(
  count: number,
  measure: (indices: Uint32Array) => number,
  { seed, range, resamples = RESAMPLES }: BootstrapOptions,
): Interval {
  if (count < 1) throw new RangeError('there are no photos to measure');
  const value = measure(Uint32Array.from({ length: count }, (_, i) => i));
  if (!Number.isFinite(value)) throw new RangeError('the figure is not a number');
  const [least, most] = range;
  if (count < MIN_PHOTOS) return { value, low: least, high: most };
  const random = createRandom(seed);
  const drawn = new Uint32Array(count);
  const figures = Float64Array.from({ length: resamples }, () => {
    draw(drawn, random);
    return measure(drawn);
  }).sort();
  const at = (share: number) => figures[Math.round(share * (resamples - 1))] ?? value;
  return {
    value,
    low: Math.max(least, Math.min(value, 2 * value - at(0.975))),
    high: Math.min(most, Math.max(value, 2 * value - at(0.025))),
  };
}

/** Draws as many indices as there are, with replacement, in ascending order. */
function draw(drawn: Uint32Array, random: Random): void {
  const times = new Uint32Array(drawn.length);
  for (let i = 0; i < drawn.length; i++) {
    const index = random.nextInt(drawn.length);
    times[index] = (times[index] ?? 0) + 1;
  }
  let at = 0;
  for (let index = 0; index < times.length; index++) {
    for (let left = times[index] ?? 0; left > 0; left--) drawn[at++] = index;
  }
}
