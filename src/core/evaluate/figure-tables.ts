import type { BakeOff, Evaluation, Interval, ReliabilityBin } from '../manifest';
import { wilsonInterval } from '../metrics';
import type { EvaluationReport } from './evaluation-report';
import { aurocInterval } from './measure-detection';
import type { LabelFigures } from './measure-labels';

/**
 * A model's figures as plain tables. The command, its report and the model's card all draw these, so
 * that they say the same.
 */
export interface FigureTable {
  caption: string;
  /** The first column names the row. */
  columns: string[];
  rows: string[][];
}

/** What stands where nothing was measured. */
const NONE = 'not known';

/** A share in per cent with one decimal: "94.2 %". */
export function formatShare(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** "94.2 % (91.6 to 96.1)". */
export function formatShareInterval({ value, low, high }: Interval): string {
  return `${formatShare(value)} (${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)})`;
}

/** "0.181 (0.142 to 0.220)". */
function formatInterval({ value, low, high }: Interval): string {
  return `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}

/** Recall and precision of each label. */
export function tabulateLabels(figures: readonly LabelFigures[]): FigureTable {
  return {
    caption: 'Each label, with 95 % intervals',
    columns: ['Label', 'Photos', 'Found (recall)', 'Right when named (precision)'],
    rows: figures.map(({ label, photos, recall, precision }) => [
      label,
      String(photos),
      recall ? formatShareInterval(recall) : NONE,
      precision ? formatShareInterval(precision) : 'never named',
    ]),
  };
}

/** How true its confidence is, before and after calibration; `null` when that was not measured. */
export function tabulateCalibration({
  calibrationScores,
  calibrationError,
}: Evaluation): FigureTable | null {
  const columns = ['', 'As the network claims', 'Calibrated'];
  const caption = 'How true its confidence is; smaller is better';
  if (calibrationScores) {
    const { calibrationError: error, brier, logLoss } = calibrationScores;
    const rows: [string, typeof error, (interval: Interval) => string][] = [
      ['Expected calibration error', error, formatShareInterval],
      ['Brier score', brier, formatInterval],
      ['Log loss', logLoss, formatInterval],
    ];
    return {
      caption,
      columns,
      rows: rows.map(([name, { before, after }, format]) => [name, format(before), format(after)]),
    };
  }
  if (!calibrationError) return null;
  const { before, after } = calibrationError;
  return {
    caption,
    columns,
    rows: [['Expected calibration error', formatShare(before), formatShare(after)]],
  };
}

/** The reliability diagram as a table. */
export function tabulateReliability(bins: readonly ReliabilityBin[]): FigureTable {
  return {
    caption: 'Of photos with a confidence like this, so many were right',
    columns: ['Confidence', 'Photos', 'Claimed on average', 'Right'],
    rows: bins.map(({ from, to, photos, confidence, accuracy }) => [
      `${(100 * from).toFixed(1)} to ${formatShare(to)}`,
      String(photos),
      formatShare(confidence),
      formatShareInterval(accuracy),
    ]),
  };
}

/** Prediction sets at several coverages; `null` for a model without sets. */
export function tabulateSets({ sets }: Evaluation): FigureTable | null {
  if (!sets || sets.length === 0) return null;
  return {
    caption: 'The set of labels that an answer names',
    columns: ['Coverage asked for', 'Sets that hold the right label', 'Labels in a set'],
    rows: sets.map(({ coverage, covered, meanSize }) => [
      `${Number((100 * coverage).toFixed(1))} %`,
      formatShareInterval(covered),
      `${meanSize.value.toFixed(2)} (${meanSize.low.toFixed(2)} to ${meanSize.high.toFixed(2)})`,
    ]),
  };
}

/** How photos of something else are told apart; `null` when none were tried. */
export function tabulateOutside({ outOfDomain }: Evaluation): FigureTable | null {
  if (outOfDomain.length === 0) return null;
  return {
    caption: 'Photos of other things: near is alike to what the model knows, far is not',
    columns: ['Photos of', 'Kind', 'Photos', 'AUROC', 'FPR95', 'Warned about'],
    rows: outOfDomain.map(({ data, near, photos, auroc, warned, intervals }) => [
      data,
      near ? 'near' : 'far',
      String(photos),
      intervals ? formatInterval(intervals.auroc) : auroc.toFixed(3),
      intervals ? formatShareInterval(intervals.fpr95) : NONE,
      formatShareInterval(intervals?.warned ?? wilsonInterval(Math.round(warned * photos), photos)),
    ]),
  };
}

/** How the detectors did against each other when the model was made. */
export function tabulateBakeOff({ rows, photos, farPhotos, chosen }: BakeOff): FigureTable {
  return {
    caption: `Every detector on this model’s own ${photos} photos: a hidden label (near) and ${farPhotos} pictures of nothing (far)`,
    columns: ['Detector', 'Near: AUROC', 'Near: FPR95', 'Far: AUROC', 'Far: FPR95', 'False alarms'],
    rows: rows.map(({ name, near, far, falseAlarms }) => [
      name === chosen ? `${name} (chosen)` : name,
      near ? near.auroc.toFixed(3) : NONE,
      near ? formatShare(near.fpr95) : NONE,
      far ? formatInterval(aurocInterval(far.auroc, photos, farPhotos)) : NONE,
      far ? formatShare(far.fpr95) : NONE,
      falseAlarms === null
        ? NONE
        : formatShareInterval(wilsonInterval(Math.round(falseAlarms * photos), photos)),
    ]),
  };
}

/** What people would have been told of the photos, kind by kind. */
export function tabulateVerdicts({ verdicts, outside }: EvaluationReport): FigureTable {
  const rows = [
    { name: 'The model’s labels', figures: verdicts },
    ...outside.map(({ folder, verdicts: figures }) => ({ name: baseName(folder), figures })),
  ];
  return {
    caption: 'What people would have been told, at these lines',
    columns: [
      'Photos of',
      'Photos',
      'Got a label',
      'at 90 % or more',
      'Unsure',
      'Out of domain',
      'Labels that were right',
    ],
    rows: rows.map(({ name, figures }, index) => [
      name,
      String(figures.photos),
      formatShareInterval(figures.match),
      formatShareInterval(figures.sureMatch),
      formatShareInterval(figures.unsure),
      formatShareInterval(figures.outOfDomain),
      figures.matchAccuracy
        ? formatShareInterval(figures.matchAccuracy)
        : index === 0
          ? 'no label given'
          : 'none can be',
    ]),
  };
}

/** A folder's own name. */
export function baseName(path: string): string {
  return path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;
}
