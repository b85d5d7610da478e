import type { ActionPlan } from '../actions/action-plan';
import type { Decision } from './decision';

/** What a mistake costs where nothing was said. */
const USUAL_COST = 1;
/** What to do where the model cannot tell and nothing was said. */
export const USUAL_ASK = 'Ask a person';

/**
 * A project's decision as the plan of a model with these labels, in this order; being right costs
 * nothing.
 *
 * @param labels The model's labels by their ids in the project.
 * @returns `null` when nobody said what to do: the model then has no plan.
 */
export function planActions(
  { objective, actions, fallbackAction, mistakes, askCost }: Decision,
  labels: readonly { id: string }[],
): ActionPlan | null {
  const texts = labels.map(({ id }) => actions[id]?.trim() ?? '');
  if (texts.every((text) => text === '')) return null;
  const said = new Map(mistakes.map(({ truth, said, cost }) => [`${truth} ${said}`, cost]));
  return {
    objective: objective.trim(),
    labels: texts,
    ask: fallbackAction.trim() || USUAL_ASK,
    costs: labels.map((truth) =>
      labels.map((label) =>
        truth.id === label.id ? 0 : (said.get(`${truth.id} ${label.id}`) ?? USUAL_COST),
      ),
    ),
    askCost,
  };
}

/** What it costs to act on `said` when the truth is `truth`. */
export function findCost({ mistakes }: Decision, truth: string, said: string): number {
  if (truth === said) return 0;
  const own = mistakes.find((one) => one.truth === truth && one.said === said);
  return own?.cost ?? USUAL_COST;
}

/** The decision with another cost for one mistake. */
export function setCost(
  decision: Decision,
  { truth, said, cost }: Decision['mistakes'][number],
): Decision {
  const others = decision.mistakes.filter((one) => one.truth !== truth || one.said !== said);
  return { ...decision, mistakes: [...others, { truth, said, cost }] };
}
