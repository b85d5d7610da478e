/** A mean with the half width of its 95 % interval. */
export interface Estimate {
  value: number;
  error: number;
}

/** Two-sided 95 % points of Student's distribution, by degrees of freedom. */
const students = [NaN, 12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];
const NORMAL = 1.96;

/**
 * The mean of repetitions, each with photos drawn anew, and how far chance may have moved it
 * (Student 1908). The labels that are hidden are the same ones in each.
 */
export function estimateMean(values: readonly number[]): Estimate {
  const count = values.length;
  const value = values.reduce((sum, one) => sum + one, 0) / count;
  const squares = values.reduce((sum, one) => sum + (one - value) ** 2, 0);
  const spread = Math.sqrt(squares / Math.max(1, count - 1) / count);
  return { value, error: (students[count - 1] ?? NORMAL) * spread };
}
