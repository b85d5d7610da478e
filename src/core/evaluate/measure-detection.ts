import type { Interval } from '../manifest';
import { areaUnderRoc, falsePositiveRateAt95, wilsonInterval, Z95 } from '../metrics';

const STEPS = 60;

/** How well photos of other things are told apart, each figure with its 95 % interval. */
export interface DetectionFigures {
  /** Chance that a photo of something else looks odder than one of the model's domain. */
  auroc: Interval;
  /** Share passing for in-domain where 95 % of in-domain photos do. */
  fpr95: Interval;
  /** Share warned about at the false-alarm rate. */
  warned: Interval;
}

/** What a model's detector said of a photo. */
export interface DomainJudgement {
  /** Larger is odder. */
  score: number;
  /** Conformal p-value in (0, 1]. */
  pValue: number;
}

/**
 * Measures a detector on photos of other things.
 *
 * @param inDomain At least one.
 * @param outside At least one.
 * @throws RangeError when either is empty or a score is not a number.
 */
export function measureDetection(
  inDomain: readonly DomainJudgement[],
  outside: readonly DomainJudgement[],
  falseAlarmRate: number,
): DetectionFigures {
  const inside = inDomain.map(({ score }) => score);
  const others = outside.map(({ score }) => score);
  if (inside.length === 0 || others.length === 0) throw new RangeError('there are no photos');
  if (![...inside, ...others].every(Number.isFinite)) throw new RangeError('a score is no number');
  const warned = outside.filter(({ pValue }) => pValue <= falseAlarmRate).length;
  return {
    auroc: aurocInterval(areaUnderRoc(inside, others), inside.length, others.length),
    fpr95: fpr95Interval(inside, others),
    warned: wilsonInterval(warned, others.length),
  };
}

/**
 * An area under the ROC curve with its 95 % interval (Newcombe 2006, "Confidence intervals for an
 * effect size measure based on the Mann-Whitney statistic. Part 2", method 5): all areas θ that lie
 * within 1.96 of their own standard errors, by Hanley & McNeil's variance. Unlike the usual
 * intervals it stays honest at 1, where every photo was told apart.
 *
 * @param area In [0, 1].
 */
export function aurocInterval(area: number, inDomain: number, outside: number): Interval {
  const mean = (inDomain + outside) / 2;
  const fits = (theta: number) => {
    const growth = 2 * mean - 1 - (3 * mean - 3) / ((2 - theta) * (1 + theta));
    const variance = ((theta * (1 - theta)) / (inDomain * outside)) * growth;
    return Math.abs(area - theta) <= Z95 * Math.sqrt(Math.max(0, variance));
  };
  return { value: area, low: findEdge(0, area, fits), high: findEdge(1, area, fits) };
}

/** Where, between an end that may not fit and a value that does, fitting begins. */
function findEdge(end: number, value: number, fits: (theta: number) => boolean): number {
  let [outer, inner] = [end, value];
  for (let step = 0; step < STEPS; step++) {
    const middle = (outer + inner) / 2;
    if (fits(middle)) inner = middle;
    else outer = middle;
  }
  return inner;
}

/**
 * The line that 95 % of in-domain photos pass is itself only known within an interval (of a
 * quantile, by the normal distribution of ranks). The lower end takes the strictest line that fits
 * with Wilson's lower end there, the upper the loosest with the upper: at least 95 % together.
 */
function fpr95Interval(inside: readonly number[], outside: readonly number[]): Interval {
  const ascending = [...inside].sort((a, b) => a - b);
  const count = ascending.length;
  const spread = Z95 * Math.sqrt(count * 0.95 * 0.05);
  const passing = (rank: number) => {
    const line = ascending[Math.min(count, Math.max(1, rank)) - 1] ?? Infinity;
    return wilsonInterval(outside.filter((score) => score <= line).length, outside.length);
  };
  const rank = Math.ceil(0.95 * count);
  const value = falsePositiveRateAt95(inside, outside);
  return {
    value,
    low: Math.min(value, passing(Math.floor(rank - spread)).low),
    high: Math.max(value, passing(Math.ceil(rank + spread)).high),
  };
}
