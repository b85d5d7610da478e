/** What follows from each label, and what mistakes cost: the `actions` of a manifest. */
export interface ActionPlan {
  objective: string;
  /** In the model's order; empty where nothing was said. */
  labels: string[];
  /** What to do when the model is unsure or out of its depth. */
  ask: string;
  /** Rows: what it is; columns: the label whose action is taken. Not negative. */
  costs: number[][];
  /** Of asking a person, on the same scale. */
  askCost: number;
}

/**
 * What each action is expected to cost (Elkan 2001, "The Foundations of Cost-Sensitive Learning",
 * equation 1).
 *
 * @param probabilities Calibrated, one a label.
 * @returns One number a label: of acting on it.
 */
export function expectCosts(
  probabilities: readonly number[],
  costs: readonly (readonly number[])[],
): number[] {
  return (costs[0] ?? []).map((_, said) =>
    probabilities.reduce((sum, chance, truth) => sum + chance * (costs[truth]?.[said] ?? 0), 0),
  );
}

/**
 * The label whose action is expected to cost least, or `null`: ask a person. Where both cost the
 * same, a person is asked.
 */
export function chooseLeastCost(
  probabilities: readonly number[],
  { costs, askCost }: Pick<ActionPlan, 'costs' | 'askCost'>,
): { said: number | null; cost: number } {
  const expected = expectCosts(probabilities, costs);
  const least = Math.min(...expected);
  return least < askCost
    ? { said: expected.indexOf(least), cost: least }
    : { said: null, cost: askCost };
}
