import type { TrainingRun } from '../../../core/studio/run';
import type { Interval } from '../../../core/manifest';
import type { JudgedRun } from '../../../core/studio/insight/judged';
import { countOf, formatPercent } from '../../../elements/shared/format';

const date = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** "Run 3, 25 Nov, 03:12". */
export function nameRun(runs: readonly TrainingRun[], { id, startedAt }: TrainingRun): string {
  const number = runs.findIndex((run) => run.id === id) + 1;
  return `Run ${number}, ${date.format(startedAt)}`;
}

/** "84 % to 98 %". */
export function describeRange({ low, high }: Interval): string {
  return `${formatPercent(low)} to ${formatPercent(high)}`;
}

/** How the photos differ from what a run learnt: "2 photos relabelled", and the like. */
export function listChanges({
  relabelled,
  gone,
  added,
}: Pick<JudgedRun, 'relabelled' | 'gone' | 'added'>): string[] {
  return [
    relabelled > 0 ? `${countOf(relabelled, 'photo')} relabelled` : '',
    gone > 0 ? `${countOf(gone, 'photo')} taken out` : '',
    added > 0 ? `${countOf(added, 'photo')} new` : '',
  ].filter((one) => one !== '');
}
