import type { OutputKind } from './contract';
import { countLabels, toProbabilities } from './probabilities';

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
 * Surprise at the right label: minus its log-likelihood. Where every unit has its own sigmoid, all
 * units count.
 *
 * @param probabilities One a label; a value that is not a number costs the most.
 * @param truth Label index.
 * @param independent Whether each label is judged by itself.
 */
export function surpriseAt(
  probabilities: readonly number[],
  truth: number,
  independent: boolean,
): number {
  const loss = independent
    ? probabilities.reduce((sum, p, label) => sum - log(label === truth ? p : 1 - p), 0)
    : -log(probabilities[truth] ?? NaN);
  return Number.isFinite(loss) ? loss : -Math.log(TINY);
}

/** Surprise, at most 2 nats more than chance would have. */
export function clipSurprise(surprise: number, labelCount: number, independent: boolean): number {
  const chance = independent ? labelCount * Math.LN2 : Math.log(labelCount);
  return Math.min(surprise, chance + CLIP_NATS);
}

/**
 * Losses of labelled photos: the mean of two, as each is blind where the other sees.
 *
 * - At the temperature that suits this way of preparing photos best. How boastful a network is says
 *   nothing about how its photos were prepared, and without this one sure mistake would drown all
 *   else. It never sharpens, so vague answers count against a way.
 * - At the temperature that makes all answers equally sharp on average. A network that is sure of
 *   everything, right or wrong, tells nothing apart until it is made to doubt.
 *
 * @param answers For each photo, what the network said of each of its views, one number a unit
 *   before softmax or sigmoid.
 * @param truths Label index of each photo.
 * @returns A loss for each photo, in nats: the mean over its views.
 */
export function labelledLosses(
  answers: readonly (readonly ArrayLike<number>[])[],
  truths: readonly number[],
  output: OutputKind,
): number[] {
  const units = answers[0]?.[0]?.length ?? 0;
  const independent = isIndependent(output, units);
  const labels = countLabels(units, output);
  const surprisesAt = (temperature: number) =>
    answers.map((views, photo) =>
      views.map((logits) =>
        surpriseAt(
          toProbabilities(logits, output, { temperature }),
          truths[photo] ?? -1,
          independent,
        ),
      ),
    );
  // Clipped only afterwards: else a boaster would get its mistakes at a discount.
  const clip = (views: readonly number[]) =>
    mean(views.map((surprise) => clipSurprise(surprise, labels, independent)));
  const suited = TEMPERATURES.map(surprisesAt).reduce((best, next) =>
    sum(next.flat()) < sum(best.flat()) ? next : best,
  );
  const even = surprisesAt(findEvenTemperature(answers.flat(), output));
  return suited.map((views, photo) => (clip(views) + clip(even[photo] ?? [])) / 2);
}

/** Steps of about a half: ten photos cannot tell finer ones apart. */
const TEMPERATURES = [1, 1.5, 2, 3, 4, 6, 8] as const;
/** How sharp answers are made: this share of the greatest entropy there can be. */
const EVEN_ENTROPY = 0.5;
const EVEN_STEPS = 14;

/** The temperature at which the mean entropy is half of what it can be, by bisection. */
function findEvenTemperature(answers: readonly ArrayLike<number>[], output: OutputKind): number {
  const units = answers[0]?.length ?? 0;
  const independent = isIndependent(output, units);
  const most = independent ? units * Math.LN2 : Math.log(countLabels(units, output));
  let [low, high] = [Math.log(1e-3), Math.log(1e3)];
  for (let step = 0; step < EVEN_STEPS; step++) {
    const middle = (low + high) / 2;
    const entropies = answers.map((logits) =>
      entropy(toProbabilities(logits, output, { temperature: Math.exp(middle) }), independent),
    );
    if (mean(entropies) > EVEN_ENTROPY * most) high = middle;
    else low = middle;
  }
  return Math.exp((low + high) / 2);
}

/** In nats; of each unit by itself, summed, where they are independent. */
function entropy(probabilities: readonly number[], independent: boolean): number {
  const part = (p: number) => -p * log(p);
  return sum(probabilities.map((p) => part(p) + (independent ? part(1 - p) : 0)));
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

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
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
