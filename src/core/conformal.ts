import { countBelow } from './count-below';

/**
 * Split conformal prediction (Vovk, Gammerman & Shafer 2005): guarantees that hold for any model, as
 * long as photos in use come from where the held-out photos came from.
 */

/**
 * The share of in-domain photos that look at least this odd, counting the photo itself. When it is
 * in-domain, the chance of a p-value of `rate` or less is at most `rate`.
 *
 * @param distance Of the photo; larger is odder.
 * @param heldOutDistances Of photos that helped to build nothing, ascending.
 * @returns In (0, 1].
 */
export function conformalPValue(distance: number, heldOutDistances: readonly number[]): number {
  const count = heldOutDistances.length;
  return (1 + count - countBelow(heldOutDistances, distance)) / (count + 1);
}
