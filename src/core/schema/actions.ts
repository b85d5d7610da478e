import { z } from 'zod';

const cost = z.number().nonnegative();

/** What follows from a verdict, and what a mistake costs. */
export const actions = z
  .strictObject({
    objective: z.string().describe('What is wanted, in a sentence.'),
    labels: z
      .array(z.string())
      .describe('What to do, a sentence a label; empty: nothing was said.'),
    ask: z.string().describe('What to do when the model is unsure or out of its depth.'),
    costs: z
      .array(z.array(cost))
      .describe('Rows: what it is; columns: the label whose action is taken.'),
    askCost: cost.describe('Of asking a person, on the same scale.'),
  })
  .describe('The action with the least expected cost is shown (Elkan 2001).');

/** What the schema cannot say. */
export function findActionsProblem(
  { labels, costs }: z.infer<typeof actions>,
  labelCount: number,
): string | null {
  const lists: readonly (readonly unknown[])[] = [labels, costs, ...costs];
  return lists.every(({ length }) => length === labelCount)
    ? null
    : 'actions: one is needed for each label';
}
