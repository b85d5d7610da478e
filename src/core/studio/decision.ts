/**
 * The Drivetrain questions: what is wanted, which action follows each label, what a mistake costs.
 * Labels are named by their ids.
 */
export interface Decision {
  objective: string;
  /** What to do when the model is sure: "call the ranger". Absent: nothing was said. */
  actions: Record<string, string>;
  /** What to do when it is unsure or out of its depth. */
  fallbackAction: string;
  /** What it costs to act on `said` when the truth is `truth`; pairs that are absent cost 1. */
  mistakes: { truth: string; said: string; cost: number }[];
  /** What it costs to ask a person, on the same scale. */
  askCost: number;
}

export const emptyDecision: Decision = {
  objective: '',
  actions: {},
  fallbackAction: '',
  mistakes: [],
  askCost: 0.3,
};
