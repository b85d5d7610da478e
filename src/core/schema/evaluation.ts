import { z } from 'zod';
import { interval, probability } from './parts';

const beforeAndAfter = z
  .strictObject({ before: interval, after: interval })
  .describe('Without and with calibration.');

export const reliabilityBin = z.strictObject({
  photos: z.int().positive(),
  from: probability.describe('The lowest confidence in the bin.'),
  to: probability.describe('The highest.'),
  confidence: probability.describe('The mean.'),
  accuracy: interval.describe('With its 95 % Wilson interval.'),
});

export const setResult = z.strictObject({
  coverage: probability.describe('Asked for.'),
  covered: interval.describe('Share of photos whose set held the truth.'),
  meanSize: interval.describe('Labels in a set.'),
});

/** What a model was measured to do. */
export const evaluation = z.strictObject({
  data: z.string().describe('What was measured on, in words.'),
  photos: z.int().positive(),
  accuracy: interval.describe('With its 95 % Wilson interval.'),
  confusion: z.array(z.array(z.int().nonnegative())).describe('Rows: truth, columns: answer.'),
  calibrationError: z.strictObject({ before: z.number(), after: z.number() }).nullable(),
  coverage: interval.nullable(),
  meanSetSize: z.number().nullable(),
  calibrationScores: z
    .strictObject({
      calibrationError: beforeAndAfter.describe('Expected, bins of equal mass.'),
      brier: beforeAndAfter.describe('Summed over labels, in [0, 2].'),
      logLoss: beforeAndAfter.describe('In nats.'),
    })
    .optional()
    .describe('With 95 % bootstrap intervals.'),
  reliability: z
    .strictObject({ before: z.array(reliabilityBin), after: z.array(reliabilityBin) })
    .optional()
    .describe('The reliability diagram: bins of equal mass by confidence, ascending.'),
  sets: z.array(setResult).optional().describe('Prediction sets at several coverages.'),
  falseAlarms: interval.nullable().describe('Realised at the default rate on held-out photos.'),
  outOfDomain: z.array(
    z.strictObject({
      data: z.string(),
      photos: z.int().positive(),
      auroc: probability,
      warned: probability.describe('Share warned about at the default false-alarm rate.'),
      near: z
        .boolean()
        .optional()
        .describe('Whether they look like what the model knows; false or absent: they do not.'),
      intervals: z
        .strictObject({ auroc: interval, fpr95: interval, warned: interval })
        .optional()
        .describe(
          'The same with 95 % intervals, and fpr95: the share passing for in-domain where 95 % of in-domain photos do.',
        ),
    }),
  ),
  notes: z.array(z.string()),
});
