import type { OutputKind } from './contract';

/** Whether each label is judged by itself: several sigmoid units. */
export function isIndependent(output: OutputKind, units: number): boolean {
  return units > 1 && (output === 'sigmoid' || output === 'sigmoid-logits');
}

/**
 * What one photo says against a way of preparing it, in nats. Both losses are limited, so that a
 * single odd or wrongly labelled photo cannot outvote the others.
 */

/** The most that one photo may say, beyond what chance would lose. */
const CLIP_NATS = 2;

/** Guards against the logarithm of 0. */
const TINY = 1e-7;

/**
 * Surprise at the right label: minus its log-likelihood, at most 2 nats worse than chance. Where
 * every unit has its own sigmoid, all units count.
 *
 * @param probabilities One a label; a value that is not a number costs the most.
 * @param truth Label index.
 * @param independent Whether each label is judged by itself.
 */
export function labelledLoss(
  probabilities: readonly number[],
  truth: number,
  independent: boolean,
): number {
  const count = probabilities.length;
  const worst = CLIP_NATS + (independent ? count * Math.LN2 : Math.log(count));
  const loss = independent
    ? probabilities.reduce((sum, p, label) => sum - log(label === truth ? p : 1 - p), 0)
    : -log(probabilities[truth] ?? NaN);
  return Number.isFinite(loss) ? Math.min(loss, worst) : worst;
}

/**
 * What can be said without labels: an answer ought to be sure, the same for slightly altered views,
 * and not the same for every photo. All three are one number, how far a photo's answer, averaged
 * over its views, lies from the average photo's: minus the mutual information of photo and label
 * (Bridle, Heading & MacKay 1991), with the answers averaged over views (Zhang, Levine & Finn 2022,
 * "MEMO").
 *
 * @param views For each photo, the probabilities of each of its views.
 * @param independent Whether each label is judged by itself.
 * @returns A loss for each photo, from -log(labels) to 0; 0 where a value is not a number.
 */
export function unlabelledLosses(
  views: readonly (readonly (readonly number[])[])[],
  independent: boolean,
): number[] {
  const answers = views.map(average);
  const usual = average(answers.filter((answer) => answer.every(Number.isFinite)));
  return answers.map((answer) => {
    const distance = divergence(answer, usual, independent);
    return Number.isFinite(distance) ? -Math.max(0, distance) : 0;
  });
}

/** Kullback and Leibler's divergence; of each unit by itself, summed, where they are independent. */
function divergence(p: readonly number[], q: readonly number[], independent: boolean): number {
  return p.reduce((sum, value, i) => {
    const other = q[i] ?? NaN;
    const yes = value * (log(value) - log(other));
    return sum + yes + (independent ? (1 - value) * (log(1 - value) - log(1 - other)) : 0);
  }, 0);
}

function average(rows: readonly (readonly number[])[]): number[] {
  const length = rows[0]?.length ?? 0;
  return Array.from(
    { length },
    (_, i) => rows.reduce((sum, row) => sum + (row[i] ?? NaN), 0) / rows.length,
  );
}

function log(probability: number): number {
  return Math.log(Math.max(TINY, probability));
}
