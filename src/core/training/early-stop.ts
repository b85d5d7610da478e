/** Which round was the best so far, and whether it is time to stop. */
interface EarlyStop {
  /** Index of the best round; `null` before the first. */
  best: number | null;
  isOver: boolean;
}

/**
 * Looks back over the rounds.
 *
 * @param losses Of each round so far, lower is better.
 * @param patience Rounds without getting better before it is over; `null`: never.
 */
export function judgeRounds(losses: readonly number[], patience: number | null): EarlyStop {
  if (losses.length === 0) return { best: null, isOver: false };
  const best = losses.indexOf(Math.min(...losses));
  return { best, isOver: patience !== null && losses.length - 1 - best >= patience };
}
