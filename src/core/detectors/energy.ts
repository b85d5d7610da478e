/**
 * The free energy at temperature 1, −log Σ exp(logit) (Liu, Wang, Owens & Li 2020, "Energy-based
 * Out-of-distribution Detection").
 */
export function scoreEnergy(logits: ArrayLike<number>): number {
  const values = Array.from(logits);
  const largest = Math.max(...values);
  return -(largest + Math.log(values.reduce((sum, logit) => sum + Math.exp(logit - largest), 0)));
}
