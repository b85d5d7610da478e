import type { Verdict } from '../verdict';
import { chooseLeastCost, type ActionPlan } from './action-plan';

/** What to do about a photo. A person always has the last word. */
export type Advice =
  | {
      kind: 'act';
      /** The label whose action it is; not always the most probable one. */
      label: string;
      action: string;
      /** Expected, on the plan's scale. */
      cost: number;
      /** It is done for the sake of a label that is not the most probable: a mistake there is dear. */
      isPrecaution: boolean;
    }
  | {
      kind: 'ask';
      action: string;
      /** `out-of-domain`: nothing that was said can be relied on. `cost`: acting would cost more. */
      reason: 'out-of-domain' | 'cost';
    };

/**
 * The action with the least expected cost. A photo out of domain always goes to a person: its
 * probabilities mean nothing.
 *
 * @param labels The model's labels, in its order.
 */
export function advise(verdict: Verdict, labels: readonly string[], plan: ActionPlan): Advice {
  if (verdict.kind === 'out-of-domain') {
    return { kind: 'ask', action: plan.ask, reason: 'out-of-domain' };
  }
  const { said, cost } = chooseLeastCost(
    gatherProbabilities(verdict, labels),
    withStranger(plan, verdict, labels),
  );
  const label = said === null ? undefined : labels[said];
  if (said === null || label === undefined) {
    return { kind: 'ask', action: plan.ask, reason: 'cost' };
  }
  return {
    kind: 'act',
    label,
    action: plan.labels[said] ?? '',
    cost,
    isPrecaution: label !== verdict.ranked[0]?.label,
  };
}

/** One probability a label, and one more for all those that are not ranked. They add up to 1. */
function gatherProbabilities({ ranked }: Verdict, labels: readonly string[]): number[] {
  const known = new Map(ranked.map(({ label, probability }) => [label, probability]));
  const own = labels.map((label) => known.get(label) ?? 0);
  const sum = own.reduce((total, chance) => total + chance, 0);
  // Labels judged each by itself (sigmoid) may add up to more.
  return sum > 1 ? [...own.map((chance) => chance / sum), 0] : [...own, 1 - sum];
}

/** What is not ranked may be the label for which each action is worst. */
function withStranger(
  { costs, askCost }: ActionPlan,
  { ranked }: Verdict,
  labels: readonly string[],
): Pick<ActionPlan, 'costs' | 'askCost'> {
  const known = new Set(ranked.map(({ label }) => label));
  const unranked = costs.filter((_, truth) => !known.has(labels[truth] ?? ''));
  // Without unranked labels the rest is rounding.
  const worst = costs.map((_, said) => Math.max(0, ...unranked.map((row) => row[said] ?? 0)));
  return { costs: [...costs, worst].map((row) => [...row]), askCost };
}
