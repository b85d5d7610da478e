/**
 * The largest logit, negated (Hendrycks et al. 2022, "Scaling Out-of-Distribution Detection for
 * Real-World Settings").
 */
export function scoreMaxLogit(logits: ArrayLike<number>): number {
  return -Math.max(...Array.from(logits));
}
