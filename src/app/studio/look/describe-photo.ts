import type { Judged } from '../../../core/studio/insight/judged';
import { formatPercent } from '../../../elements/shared/format';

/** "said teddy, 97 %". */
export function describeAnswer(
  { answer, probabilities }: Judged,
  labels: readonly { name: string }[],
): string {
  return `said ${labels[answer]?.name ?? ''}, ${formatPercent(probabilities[answer] ?? 0)}`;
}
