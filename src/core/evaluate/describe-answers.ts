import type { Evaluation } from '../manifest';
import { countConfusion, wilsonInterval } from '../metrics';

/** A larger table of mistakes would be no help to anyone, and megabytes in the manifest. */
const MAX_CONFUSION_LABELS = 100;

/** How often a model's top label was right, and what it took for what, as its manifest has it. */
export function describeAnswers(
  truths: readonly number[],
  answers: readonly number[],
  labelCount: number,
): Pick<Evaluation, 'photos' | 'accuracy' | 'confusion'> {
  const right = answers.filter((answer, i) => answer === truths[i]).length;
  return {
    photos: truths.length,
    accuracy: wilsonInterval(right, truths.length),
    confusion: labelCount > MAX_CONFUSION_LABELS ? [] : countConfusion(truths, answers, labelCount),
  };
}
