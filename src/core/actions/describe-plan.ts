import type { FigureTable } from '../evaluate/figure-tables';
import { toMarkdownLine } from '../markdown-line';
import { findActingThresholds } from './acting-thresholds';
import type { ActionPlan } from './action-plan';

/** What follows from each label and from when, as a plain table; what a mistake costs is in it. */
export function tabulatePlan(plan: ActionPlan, labels: readonly string[]): FigureTable {
  const thresholds = findActingThresholds(plan);
  return {
    caption: 'What to do, and how sure it has to be',
    columns: ['Label', 'What to do', 'Acts by itself', 'Dearest mistake'],
    rows: labels.map((label, i) => {
      const threshold = thresholds[i] ?? null;
      return [
        label,
        plan.labels[i] || 'nothing said',
        threshold === null ? 'never' : `from ${(100 * threshold).toFixed(0)} %`,
        describeDearest(plan, labels, i),
      ];
    }),
  };
}

/** Acting on this label when it is another one, at the worst. */
function describeDearest({ costs }: ActionPlan, labels: readonly string[], said: number): string {
  const [dearest] = labels
    .map((truth, i) => ({ truth, cost: i === said ? 0 : (costs[i]?.[said] ?? 0) }))
    .sort((a, b) => b.cost - a.cost);
  return dearest && dearest.cost > 0
    ? `costs ${dearest.cost}, when it is ${dearest.truth}`
    : 'costs nothing';
}

const HEADING = '## What to do';

/**
 * A model's card with the plan as its last section, in place of an earlier plan.
 *
 * @param card Markdown.
 * @param plan `null`: nobody said what to do, and the section goes.
 */
export function writePlanSection(
  card: string,
  plan: ActionPlan | null,
  labels: readonly string[],
): string {
  const lines = card.trimEnd().split('\n');
  const from = lines.indexOf(HEADING);
  const next = lines.findIndex((line, i) => from >= 0 && i > from && line.startsWith('## '));
  const kept = from < 0 ? lines : [...lines.slice(0, from), ...(next < 0 ? [] : lines.slice(next))];
  const rest = kept.join('\n').trimEnd();
  return `${plan ? `${rest}\n\n${describePlan(plan, labels)}` : rest}\n`;
}

function describePlan(plan: ActionPlan, labels: readonly string[]): string {
  const { columns, rows } = tabulatePlan(plan, labels);
  const toRow = (cells: readonly string[]) => `| ${cells.map(toMarkdownLine).join(' | ')} |`;
  return [
    HEADING,
    ...(plan.objective ? [toMarkdownLine(plan.objective)] : []),
    [toRow(columns), toRow(columns).replaceAll(/[^|]+/g, ' --- '), ...rows.map(toRow)].join('\n'),
    `Unsure, or out of its depth: ${toMarkdownLine(plan.ask)}. That costs ${plan.askCost}. The action with the least expected cost is shown (Elkan 2001); a person has the last word.`,
  ].join('\n\n');
}
