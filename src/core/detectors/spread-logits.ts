/** One unit of a sigmoid is the logit of the second label against the first: two logits. */
export function spreadLogits(logits: ArrayLike<number>): ArrayLike<number> {
  return logits.length === 1 ? [0, logits[0] ?? NaN] : logits;
}
