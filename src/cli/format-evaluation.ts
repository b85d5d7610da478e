import type { EvaluationReport } from '../core/evaluate/evaluation-report';
import {
  type FigureTable,
  formatShare,
  formatShareInterval,
  tabulateBakeOff,
  tabulateCalibration,
  tabulateLabels,
  tabulateOutside,
  tabulateReliability,
  tabulateSets,
  tabulateVerdicts,
} from '../core/evaluate/figure-tables';
import { findWorstMistakes } from '../core/evaluate/measure-labels';

/** A larger table of mistakes does not fit into a terminal. */
const MOST_LABELS_SHOWN = 12;
const MOST_MISTAKES = 12;
const MOST_FILES = 10;

/** An evaluation for people, as text. */
export function formatEvaluation(report: EvaluationReport): string {
  const { model, thresholds, evaluation, data, labels, bakeOff, outside } = report;
  const { accuracy, falseAlarms, reliability, notes } = evaluation;
  const tables = [
    tabulateVerdicts(report),
    tabulateLabels(labels),
    tabulateMistakes(report),
    tabulateCalibration(evaluation),
    reliability ? tabulateReliability(reliability.after) : null,
    tabulateSets(evaluation),
    tabulateOutside(evaluation),
    bakeOff ? tabulateBakeOff(bakeOff) : null,
  ];
  const unreadable = [data, ...outside].flatMap((one) => one.unreadable);
  return [
    `${model.name} (${model.id}), held against ${evaluation.data}`,
    [
      `Accuracy      ${formatShareInterval(accuracy)}: the right label is the top one, however sure`,
      falseAlarms
        ? `False alarms  ${formatShareInterval(falseAlarms)}, asked for: at most ${formatShare(thresholds.falseAlarmRate)}`
        : 'False alarms  cannot be measured: the model cannot warn',
      `Lines         confidence ${formatShare(thresholds.confidence)}, false-alarm rate ${formatShare(thresholds.falseAlarmRate)}, coverage ${formatShare(thresholds.coverage)}`,
    ].join('\n'),
    ...tables.flatMap((table) => (table ? [formatTable(table)] : [])),
    formatUnreadable(unreadable),
    `Worth knowing\n${notes.map((note) => `- ${note}`).join('\n')}`,
    'In brackets: 95 % intervals.',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The confusion matrix or, for many labels, its worst cells. */
export function tabulateMistakes({ model, evaluation }: EvaluationReport): FigureTable | null {
  const { labels } = model;
  const { confusion } = evaluation;
  if (confusion.length === 0) return null;
  if (labels.length <= MOST_LABELS_SHOWN) {
    return {
      caption: 'Rows: what it was. Columns: what the model said',
      columns: ['', ...labels],
      rows: confusion.map((row, i) => [labels[i] ?? '', ...row.map(String)]),
    };
  }
  const mistakes = findWorstMistakes(labels, confusion, MOST_MISTAKES);
  if (mistakes.length === 0) return null;
  return {
    caption: 'The most frequent mistakes',
    columns: ['What it was', 'What the model said', 'Photos'],
    rows: mistakes.map(({ truth, answer, count }) => [truth, answer, String(count)]),
  };
}

function formatTable({ caption, columns, rows }: FigureTable): string {
  const all = [columns, ...rows];
  const widths = columns.map((_, i) => Math.max(...all.map((row) => (row[i] ?? '').length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('   ')
      .trimEnd();
  return [caption, ...all.map(line)].join('\n');
}

function formatUnreadable(files: EvaluationReport['data']['unreadable']): string {
  if (files.length === 0) return '';
  const shown = files.slice(0, MOST_FILES).map(({ file, message }) => `- ${file}: ${message}`);
  const more = files.length > MOST_FILES ? [`- and ${files.length - MOST_FILES} more`] : [];
  return ['Could not be judged', ...shown, ...more].join('\n');
}
