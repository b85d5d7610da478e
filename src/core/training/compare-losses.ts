import { mean } from '../detectors/linear-algebra';

/** Mean losses of the same photos before and after a change, and how certain their difference is. */
export interface LossChange {
  before: number;
  after: number;
  /** Of the mean difference; infinite for fewer than two photos. */
  standardError: number;
}

/**
 * Compares losses photo by photo.
 *
 * @param before Of each photo.
 * @param after Of the same photos.
 */
export function compareLosses(before: readonly number[], after: readonly number[]): LossChange {
  const count = before.length;
  const falls = before.map((loss, i) => loss - (after[i] ?? NaN));
  const fall = mean(falls);
  const variance = falls.reduce((sum, one) => sum + (one - fall) ** 2, 0) / (count - 1);
  return {
    before: mean(before),
    after: mean(after),
    standardError: count < 2 ? Infinity : Math.sqrt(variance / count),
  };
}

/** Whether the loss fell by more than chance often does: by more than one standard error. */
export function isClearlyBetter({ before, after, standardError }: LossChange): boolean {
  return before - after > standardError;
}
