import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ClassifierError } from '../core/errors';
import { MAX_COVERAGE, MIN_COVERAGE } from '../core/sets/label-p-values';
import { ownThresholds } from '../core/thresholds';
import { classifyFile, formatLine } from './classify';
import {
  type EvaluateCall,
  evaluateHelp,
  readEvaluateCall,
  runEvaluateCall,
} from './evaluate-command';
import { describeModel, inspectModel } from './inspect';
import { openInNode } from './node-engine';
import { readTrainCall, runTrainCall, trainHelp, type TrainCall } from './train-command';

const help = `Bearings: classify photos, and know when not to.

  bearings classify [options] photo.jpg [more…]
      --model M              what to classify with (default: the bears that come with Bearings)
      --json                 one JSON object a line
      --top-k N              how many labels to rank (default 5)
      --confidence C         below it a verdict is unsure (0 to 1; default: the model's)
      --false-alarm-rate R   share of in-domain photos that may be warned about (0 to 1; default: the model's)
      --coverage C           how often the named set of labels must hold the right one (0.8 to 0.99; default: the
                             model's): a set of two or more is unsure
  bearings inspect [M] [--json]
      what a model is: whose export, what of its contract is certain and what is guessed, where its
      features lie, what it was measured to do, and whether it runs right here
${evaluateHelp}
${trainHelp}

M is a folder, a zip, or a model.json with its weights beside it: a model of ours or any export of an
image classifier for TensorFlow.js (Teachable Machine, Keras, Lobe, Custom Vision, AutoML, ml5, …).
--model M does for inspect too.

Exit code: 0 when every photo got a verdict, 1 when one did not, 2 for a wrong call and for a model
that cannot be opened or photos that it cannot be held against (with the code).`;

const defaultModel = join(import.meta.dirname, '../../models/bears');

/** The exit code of a model that cannot be opened, and of a wrong call. */
const REFUSED = 2;

/** A call that makes no sense; its message says why. */
class UsageError extends Error {}

/**
 * Runs the command.
 *
 * @returns The exit code.
 */
export async function main(args: string[]): Promise<number> {
  try {
    const [command, ...rest] = args;
    if (command === 'classify') return await runClassify(rest);
    if (command === 'inspect') return await runInspect(rest);
    if (command === 'evaluate') return await runEvaluate(rest);
    if (command === 'train') return await runTrain(rest);
    if (command === undefined || command === '--help' || command === 'help') {
      process.stdout.write(`${help}\n`);
      return 0;
    }
    throw new UsageError(`there is no command "${command}"`);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`bearings: ${error.message}. Try: bearings --help\n`);
    return REFUSED;
  }
}

async function runClassify(args: string[]): Promise<number> {
  const { values, positionals } = parse(args);
  if (positionals.length === 0) throw new UsageError('no photos were named');
  const topK = toNumber(values['top-k'], '--top-k', 1, Number.MAX_SAFE_INTEGER) ?? 5;
  const confidence = toNumber(values.confidence, '--confidence', 0, 1);
  const falseAlarmRate = toNumber(values['false-alarm-rate'], '--false-alarm-rate', 0, 1);
  const coverage = toNumber(values.coverage, '--coverage', MIN_COVERAGE, MAX_COVERAGE);
  const opened = await openOrReport(values.model, values.json);
  if (!opened) return REFUSED;
  const own = ownThresholds(opened.manifest);
  let failures = 0;
  for (const file of positionals) {
    const line = await classifyFile(
      file,
      opened,
      {
        confidence: confidence ?? own.confidence,
        falseAlarmRate: falseAlarmRate ?? own.falseAlarmRate,
        coverage: coverage ?? own.coverage,
      },
      topK,
    );
    if ('error' in line) failures += 1;
    process.stdout.write(`${values.json ? JSON.stringify(line) : formatLine(line)}\n`);
  }
  return failures === 0 ? 0 : 1;
}

async function runInspect(args: string[]): Promise<number> {
  const { values, positionals } = parse(args);
  if (positionals.length > (values.model === undefined ? 1 : 0)) {
    throw new UsageError('one model at a time');
  }
  const opened = await openOrReport(values.model ?? positionals[0], values.json);
  if (!opened) return REFUSED;
  const inspected = inspectModel(opened);
  const text = values.json ? JSON.stringify(inspected) : describeModel(inspected);
  process.stdout.write(`${text}\n`);
  return 0;
}

async function runEvaluate(args: string[]): Promise<number> {
  const call = readCall(args);
  const confidence = toNumber(call.lines.confidence, '--confidence', 0, 1);
  const falseAlarmRate = toNumber(call.lines.falseAlarmRate, '--false-alarm-rate', 0, 1);
  const coverage = toNumber(call.lines.coverage, '--coverage', MIN_COVERAGE, MAX_COVERAGE);
  const opened = await openOrReport(call.model, call.json);
  if (!opened) return REFUSED;
  try {
    return await runEvaluateCall(opened, call, {
      ...(confidence === undefined ? {} : { confidence }),
      ...(falseAlarmRate === undefined ? {} : { falseAlarmRate }),
      ...(coverage === undefined ? {} : { coverage }),
    });
  } catch (thrown) {
    refuse(thrown, call.model, call.json);
    return REFUSED;
  }
}

function readCall(args: string[]): EvaluateCall {
  try {
    return readEvaluateCall(args);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function runTrain(args: string[]): Promise<number> {
  let call: TrainCall;
  try {
    call = readTrainCall(args);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  return (await runTrainCall(call)) ? 0 : REFUSED;
}

async function openOrReport(model = defaultModel, json = false) {
  try {
    return await openInNode(model);
  } catch (thrown) {
    refuse(thrown, model, json);
    return null;
  }
}

function refuse(thrown: unknown, model = defaultModel, json = false): void {
  const { code, message, wayOn, detail } = ClassifierError.from(thrown);
  const error = { code, message, wayOn, detail };
  if (json) process.stdout.write(`${JSON.stringify({ model, error })}\n`);
  else process.stderr.write(`bearings: ${message} ${wayOn} (${code}: ${detail})\n`);
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        model: { type: 'string' },
        json: { type: 'boolean' },
        'top-k': { type: 'string' },
        confidence: { type: 'string' },
        'false-alarm-rate': { type: 'string' },
        coverage: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function toNumber(text: string | undefined, flag: string, low: number, high: number) {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (text.trim() === '' || !(number >= low && number <= high)) {
    throw new UsageError(`${flag} takes a number from ${low} to ${high}`);
  }
  return number;
}
