import type { Calibration } from '../manifest';

/** How logits are changed before softmax. */
export type Scaling = Pick<Calibration, 'temperature' | 'vector'>;

/** Leaves logits as they are. */
export const identityScaling: Scaling = { temperature: 1 };

/**
 * Logits as the calibration wants them: divided by the temperature or, with vector scaling, each
 * times its own number plus its own number (Guo et al. 2017, section 4.2).
 *
 * @param logits One a unit.
 * @throws RangeError when vector scaling has another number of units.
 */
export function scaleLogits(logits: ArrayLike<number>, scaling: Scaling | null): number[] {
  const { temperature, vector } = scaling ?? identityScaling;
  if (!vector) return Array.from(logits, (logit) => logit / temperature);
  if (vector.scale.length !== logits.length || vector.bias.length !== logits.length) {
    throw new RangeError(`${logits.length} logits, scaling for ${vector.scale.length}`);
  }
  return Array.from(
    logits,
    (logit, i) => logit * (vector.scale[i] ?? NaN) + (vector.bias[i] ?? NaN),
  );
}
