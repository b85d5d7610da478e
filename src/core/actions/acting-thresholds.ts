import type { ActionPlan } from './action-plan';

/**
 * From which probability on a label's action is the cheapest, whatever else the photo may be. For
 * two labels without asking this is Elkan's threshold (2001, equation 2); with more, and with asking
 * a person among the actions, it is the largest of those against each other action and each other
 * truth, because expected costs are linear.
 *
 * @returns In [0, 1] for each label; `null`: another action is cheaper even when the label is sure.
 */
export function findActingThresholds({
  costs,
  askCost,
}: Pick<ActionPlan, 'costs' | 'askCost'>): (number | null)[] {
  return costs.map((_, label) => {
    const others = costs.flatMap((_row, other) => (other === label ? [] : [other]));
    const costOf = (truth: number, action: number | 'ask') =>
      action === 'ask' ? askCost : (costs[truth]?.[action] ?? 0);
    let threshold = 0;
    for (const action of [...others, 'ask' as const]) {
      const gain = costOf(label, action) - costOf(label, label);
      if (gain < 0) return null;
      for (const truth of others) {
        const loss = costOf(truth, label) - costOf(truth, action);
        if (loss > 0) threshold = Math.max(threshold, loss / (loss + gain));
      }
    }
    return threshold;
  });
}
