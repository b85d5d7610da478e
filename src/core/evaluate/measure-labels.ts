import type { Interval } from '../manifest';
import { wilsonInterval } from '../metrics';

/** How a model does on one of its labels. */
export interface LabelFigures {
  label: string;
  /** How many photos were of this label. */
  photos: number;
  /** How often it was the model's answer. */
  answers: number;
  /** Share of its photos that got it as their top label; `null` without photos of it. */
  recall: Interval | null;
  /** Share of the answers that were right; `null` when it was never the answer. */
  precision: Interval | null;
}

/**
 * Recall and precision of each label with their 95 % Wilson intervals. Precision depends on how many
 * photos of each label there are: in use, with other shares, it is another.
 *
 * @param confusion Rows: truth, columns: answer.
 */
export function measureLabels(
  labels: readonly string[],
  confusion: readonly (readonly number[])[],
): LabelFigures[] {
  return labels.map((label, index) => {
    const photos = (confusion[index] ?? []).reduce((sum, count) => sum + count, 0);
    const answers = confusion.reduce((sum, row) => sum + (row[index] ?? 0), 0);
    const right = confusion[index]?.[index] ?? 0;
    return {
      label,
      photos,
      answers,
      recall: photos > 0 ? wilsonInterval(right, photos) : null,
      precision: answers > 0 ? wilsonInterval(right, answers) : null,
    };
  });
}

/** One mistake that a model makes: photos of one label taken for another. */
interface Mistake {
  truth: string;
  answer: string;
  count: number;
}

/** The most frequent mistakes, the worst first. */
export function findWorstMistakes(
  labels: readonly string[],
  confusion: readonly (readonly number[])[],
  most: number,
): Mistake[] {
  return confusion
    .flatMap((row, truth) =>
      row.map((count, answer) => ({
        count: truth === answer ? 0 : count,
        truth: labels[truth] ?? '',
        answer: labels[answer] ?? '',
      })),
    )
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, most);
}
