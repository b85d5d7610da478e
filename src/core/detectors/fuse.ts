import { conformalPValue } from '../conformal';
import type { FusionKind } from './kinds';

/** The tangent falls to minus infinity at 1: a most usual score would outvote any other. */
const LARGEST_P = 0.99;

/**
 * One score from the p-values of several; larger is odder. The p-values may hang together: the fused
 * score is itself held against that of held-out photos, so its false-alarm rate holds all the same.
 *
 * - `fisher`: −Σ log p (Fisher 1925): several mild surprises add up.
 * - `cauchy`: mean of tan((½ − p)π) (Liu & Xie 2020, "Cauchy Combination Test"): one strong surprise
 *   is enough.
 *
 * @param pValues In (0, 1].
 */
export function fusePValues(pValues: readonly number[], fusion: FusionKind): number {
  if (fusion === 'fisher') return -pValues.reduce((sum, p) => sum + Math.log(p), 0);
  const sum = pValues.reduce(
    (total, p) => total + Math.tan((0.5 - Math.min(p, LARGEST_P)) * Math.PI),
    0,
  );
  return sum / pValues.length;
}

/**
 * The fused score of each held-out photo, its own place among the held-out photos counted as a new
 * photo's would be, but the new photo itself left out. That makes held-out photos look a trifle
 * odder than they would beside it, so a p-value by these is never too small: it is valid by
 * construction, with the same photos for the components and for the fusion.
 *
 * @param scores One row a component: its score of every held-out photo, in the photos' order.
 * @returns In the photos' order.
 */
export function fuseHeldOut(scores: readonly Float64Array[], fusion: FusionKind): Float64Array {
  const [first] = scores;
  if (fusion === 'single' || !first) return first ?? new Float64Array();
  const ranked = scores.map((values) => {
    const ascending = Float64Array.from(values).sort();
    const all = Array.from(ascending);
    // Counts itself among the held-out, so one is taken off what a new photo would get.
    return values.map((value) => conformalPValue(value, all) - 1 / (all.length + 1));
  });
  return first.map((_, photo) =>
    fusePValues(
      ranked.map((pValues) => pValues[photo] ?? 1),
      fusion,
    ),
  );
}
