import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ClassifierError } from '../core/errors';
import type { Thresholds } from '../core/verdict';
import { ownThresholds } from '../core/thresholds';
import { evaluateOnDisk } from './evaluate';
import { formatEvaluation } from './format-evaluation';
import type { OpenedInNode } from './node-engine';
import { writeReport } from './report/write-report';

/** What `bearings --help` says of this command. */
export const evaluateHelp = `  bearings evaluate --data FOLDER [--model M] [--ood FOLDER …] [--near-ood FOLDER …] [--json] [--report out.html]
      what a model is worth on photos that you know: FOLDER has a folder of photos for each label
      --label "folder=label" which label a folder stands for, where its name is another (once for each)
      --ood FOLDER           photos of something else altogether: does it warn? (once for each folder)
      --near-ood FOLDER      photos that look like what it knows but are none of its labels
      --report out.html      a page to read, print or send, with nothing fetched from anywhere
      --confidence, --false-alarm-rate and --coverage draw the lines, as for classify`;

/** A call as it was typed, checked. */
export interface EvaluateCall {
  model: string | undefined;
  data: string;
  outside: { folder: string; near: boolean }[];
  said: Map<string, string>;
  json: boolean;
  report: string | undefined;
  lines: { [line in keyof Thresholds]: string | undefined };
}

/**
 * Reads the arguments of `bearings evaluate`.
 *
 * @throws Error with a sentence that says what is wrong.
 */
export function readEvaluateCall(args: string[]): EvaluateCall {
  const folders = { type: 'string', multiple: true } as const;
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      model: { type: 'string' },
      data: { type: 'string' },
      ood: folders,
      'near-ood': folders,
      label: folders,
      json: { type: 'boolean' },
      report: { type: 'string' },
      confidence: { type: 'string' },
      'false-alarm-rate': { type: 'string' },
      coverage: { type: 'string' },
    },
  });
  const { data, model, report, json = false } = values;
  if (data === undefined) throw new Error('--data names no folder of photos');
  // A shell that opens up `--ood photos/*` leaves the folders after the first one alone.
  if (positionals.length > 0 && !values.ood) throw new Error(`what is ${positionals.join(' ')}?`);
  const outside = [
    ...(values['near-ood'] ?? []).map((folder) => ({ folder, near: true })),
    ...[...(values.ood ?? []), ...positionals].map((folder) => ({ folder, near: false })),
  ];
  const said = new Map((values.label ?? []).map(readSaid));
  const { confidence, coverage, 'false-alarm-rate': falseAlarmRate } = values;
  return {
    model,
    data,
    outside,
    said,
    json,
    report,
    lines: { confidence, falseAlarmRate, coverage },
  };
}

function readSaid(text: string): [folder: string, label: string] {
  const at = text.indexOf('=');
  if (at < 1) throw new Error(`--label takes "folder=label", not "${text}"`);
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

/**
 * Evaluates, prints and writes the report.
 *
 * @returns The exit code: 1 when a file could not be judged.
 * @throws ClassifierError as `evaluateOnDisk`; `file-unwritable` for the report.
 */
export async function runEvaluateCall(
  opened: OpenedInNode,
  { data, outside, said, json, report: path }: EvaluateCall,
  lines: Partial<Thresholds>,
): Promise<number> {
  const report = await evaluateOnDisk(opened, {
    data,
    outside,
    said,
    thresholds: { ...ownThresholds(opened.manifest), ...lines },
    onProgress: showProgress,
  });
  if (path !== undefined) {
    try {
      await writeFile(path, writeReport(report));
    } catch (error) {
      throw new ClassifierError('file-unwritable', path, { cause: error });
    }
  }
  process.stdout.write(`${json ? JSON.stringify(report) : formatEvaluation(report)}\n`);
  if (path !== undefined && !json) process.stdout.write(`\nReport: ${path}\n`);
  const failed = [report.data, ...report.outside].some(({ unreadable }) => unreadable.length > 0);
  return failed ? 1 : 0;
}

/** One line that counts up, where somebody is looking. */
function showProgress(done: number, total: number): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(`\r${done} of ${total} photos${done === total ? '\n' : ''}`);
}
