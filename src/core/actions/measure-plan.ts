import { findLikeliest } from '../find-likeliest';
import { chooseLeastCost, type ActionPlan } from './action-plan';

/** What a way of deciding would have cost on photos whose truth is known. */
interface PlanFigures {
  /** Mean cost a photo: by the plan, by always acting on the most probable label, by always asking. */
  byPlan: number;
  byLabel: number;
  byAsking: number;
  /** Photos that the plan hands to a person, and those where it acts on another label than the top. */
  asked: number;
  precautions: number;
}

/**
 * Tries a plan on photos that the model never learnt from.
 *
 * @param photos At least one; probabilities calibrated.
 */
export function measurePlan(
  photos: readonly { truth: number; probabilities: readonly number[] }[],
  plan: Pick<ActionPlan, 'costs' | 'askCost'>,
): PlanFigures {
  const figures: PlanFigures = {
    byPlan: 0,
    byLabel: 0,
    byAsking: plan.askCost,
    asked: 0,
    precautions: 0,
  };
  for (const { truth, probabilities } of photos) {
    const top = findLikeliest(probabilities);
    const { said } = chooseLeastCost(probabilities, plan);
    const costOf = (label: number) => plan.costs[truth]?.[label] ?? 0;
    figures.byLabel += costOf(top) / photos.length;
    figures.byPlan += (said === null ? plan.askCost : costOf(said)) / photos.length;
    if (said === null) figures.asked += 1;
    else if (said !== top) figures.precautions += 1;
  }
  return figures;
}
