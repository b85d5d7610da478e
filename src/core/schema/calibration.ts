import { z } from 'zod';
import { probability } from './parts';

export const setScore = z.discriminatedUnion('kind', [
  z
    .strictObject({ kind: z.literal('lac') })
    .describe('1 minus the label’s probability (Sadinle, Lei & Wasserman 2019).'),
  z
    .strictObject({
      kind: z.literal('raps'),
      penalty: z.number().min(0).describe('λ: added for each rank beyond the free ones.'),
      freeRanks: z.int().nonnegative().describe('k_reg: how many ranks cost nothing.'),
    })
    .describe(
      'The probability of all labels above it, and a penalty for a low rank (Angelopoulos, Bates, Jordan & Malik 2021, with u = 0).',
    ),
]);

export const sets = z
  .strictObject({
    score: setScore.describe('How badly a label fits a photo; larger is worse.'),
    groups: z
      .array(z.int().nonnegative())
      .nullable()
      .describe(
        'For each label, which list of held-out scores it is compared with: the coverage then holds for photos of each group by itself. null: one list for all.',
      ),
    heldOutScores: z
      .array(z.array(z.number()).min(1))
      .min(1)
      .describe(
        'Scores of the true labels of held-out photos, ascending, a list for each group. With n of them, every label is in the set at a coverage above n / (n + 1).',
      ),
  })
  .describe(
    'Prediction sets by split conformal: a label’s p-value is its rank among these scores.',
  );

/** How a model’s answer becomes probabilities and prediction sets. */
export const calibration = z.strictObject({
  temperature: z.number().positive().describe('Logits are divided by it before softmax.'),
  vector: z
    .strictObject({ scale: z.array(z.number()), bias: z.array(z.number()) })
    .nullable()
    .optional()
    .describe(
      'Vector scaling (Guo et al. 2017), one number a label: logits × scale + bias before softmax. The temperature is then 1.',
    ),
  coverage: probability.describe('Coverage of the prediction set that users start with.'),
  sets: sets.optional(),
  setThreshold: probability
    .optional()
    .describe(
      'Manifests written before `sets`: a label is in the set at the stated coverage when its probability is at least this.',
    ),
  photos: z.int().nonnegative().describe('How many held-out photos fitted this.'),
});

/** What the schema cannot say: lists that must be as long as another, or in order. */
export function findCalibrationProblem(
  { sets, vector }: z.infer<typeof calibration>,
  labelCount: number,
): string | null {
  const perLabel = [sets?.groups, vector?.scale, vector?.bias];
  if (perLabel.some((list) => list && list.length !== labelCount)) {
    return 'calibration: one number is needed for each label';
  }
  if (!sets) return null;
  const { groups, heldOutScores } = sets;
  if (groups?.some((group) => group >= heldOutScores.length)) {
    return 'calibration.sets: a group has no scores';
  }
  const inOrder = heldOutScores.every((scores) =>
    scores.every((score, i) => i === 0 || score >= (scores[i - 1] ?? -Infinity)),
  );
  return inOrder ? null : 'calibration.sets: the held-out scores are not ascending';
}
