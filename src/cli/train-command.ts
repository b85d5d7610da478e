import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ClassifierError } from '../core/errors';
import type { TrainingSettings } from '../core/studio/training-settings';
import type { TrainingOutcome, TrainingProgress } from '../engine/training/train-model';
import { type TrainOptions, trainOnDisk } from './train';

/** What `bearings --help` says of this command. */
export const trainHelp = `  bearings train --data FOLDER --out FOLDER [options]
      trains a model: --data has a folder of photos for each label, or folders train, valid and test with
      such folders in them; photos without such folders are split 70 : 15 : 15, near-duplicates together
      --out FOLDER           where the model goes; a model that is there is replaced
      --name NAME            what it is called (default: the folder's name)
      --seed N               of the split, the order and the changed copies (default 42)
      --trunk M              the model of ours whose features it learns on (default: the built-in network)
      --epochs N             rounds over the photos (default 30)
      --copies N             changed copies of each photo to learn from (default 2)
      --tune                 also tunes the network's last block; kept only when it clearly helps
      --learning-rate R      default: found by a short try
      --cache FOLDER         remembers what was seen in the photos: training again takes seconds
      --json                 one JSON object at the end`;

/** A call as it was typed, checked. */
export interface TrainCall {
  options: TrainOptions;
  json: boolean;
}

const defaultTrunk = join(import.meta.dirname, '../../models/bears');
const LARGEST_SEED = 2 ** 31 - 1;

/**
 * Reads the arguments of `bearings train`.
 *
 * @throws Error with a sentence that says what is wrong.
 */
export function readTrainCall(args: string[]): TrainCall {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      ...{ data: text, out: text, name: text, seed: text, trunk: text, cache: text },
      ...{ epochs: text, copies: text, 'learning-rate': text },
      ...{ tune: { type: 'boolean' }, json: { type: 'boolean' } },
    },
  });
  const { data, out } = values;
  if (data === undefined) throw new Error('--data names no folder of photos');
  if (out === undefined) throw new Error('--out names no folder for the model');
  const settings: Partial<TrainingSettings> = {};
  const seed = toNumber('--seed', values.seed, 0, LARGEST_SEED, true);
  if (seed !== null) settings.seed = seed;
  const epochs = toNumber('--epochs', values.epochs, 1, 1000, true);
  if (epochs !== null) settings.epochs = epochs;
  const copies = toNumber('--copies', values.copies, 0, 20, true);
  if (copies !== null) settings.augmentedCopies = copies;
  const rate = toNumber('--learning-rate', values['learning-rate'], 1e-6, 1, false);
  if (rate !== null) settings.learningRate = rate;
  if (values.tune === true) settings.fineTunedBlocks = 1;
  return {
    options: {
      ...{ data, out, settings, name: values.name, cache: values.cache },
      trunk: values.trunk ?? defaultTrunk,
    },
    json: values.json ?? false,
  };
}

function toNumber(
  flag: string,
  text: string | undefined,
  low: number,
  high: number,
  isWhole: boolean,
): number | null {
  if (text === undefined) return null;
  const number = Number(text);
  const isRight = text.trim() !== '' && number >= low && number <= high;
  if (!isRight || (isWhole && !Number.isInteger(number))) {
    throw new Error(`${flag} takes a ${isWhole ? 'whole ' : ''}number from ${low} to ${high}`);
  }
  return number;
}

/**
 * Runs `bearings train`.
 *
 * @returns Whether a model came of it.
 */
export async function runTrainCall({ options, json }: TrainCall): Promise<boolean> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  try {
    const outcome = await trainOnDisk({
      ...options,
      onPhotos: ({ labels, samples }, unusable) => {
        const of = (part: string) => samples.filter((sample) => sample.part === part).length;
        say(`${labels.length} labels: ${labels.join(', ')}`);
        say(
          `${of('train')} photos to learn from, ${of('valid')} to choose by, ${of('test')} to test`,
        );
        for (const line of unusable) say(`left out: ${line}`);
      },
      onProgress: createReporter(say),
    });
    process.stdout.write(`${json ? JSON.stringify(summarise(outcome)) : describe(outcome)}\n`);
    return true;
  } catch (thrown) {
    const { code, message, wayOn, detail } = ClassifierError.from(thrown);
    if (json)
      process.stdout.write(`${JSON.stringify({ error: { code, message, wayOn, detail } })}\n`);
    else say(`bearings: ${message} ${wayOn} (${code}: ${detail})`);
    return false;
  }
}

/** A line now and then: every tenth of the photos, every tenth of the rounds. */
function createReporter(say: (line: string) => void): (progress: TrainingProgress) => void {
  let tenth = 0;
  return (progress) => {
    if (progress.stage === 'features' && progress.total > 0) {
      const now = Math.floor((10 * progress.done) / progress.total);
      if (now > tenth) say(`photos: ${progress.done} of ${progress.total}`);
      tenth = now;
    } else if (progress.stage === 'rate') {
      say(`learning rate: ${progress.rate.chosen.toPrecision(3)}`);
    } else if (progress.stage === 'rounds') {
      const { rounds, total } = progress;
      const last = rounds.at(-1);
      const isShown = rounds.length % Math.max(1, Math.round(total / 10)) === 0;
      if (last && isShown) {
        const { trainLoss, validLoss, validAccuracy } = last;
        const valid =
          validLoss === null || validAccuracy === null
            ? ''
            : `, valid ${validLoss.toFixed(3)}, ${(100 * validAccuracy).toFixed(1)} % right`;
        say(`round ${rounds.length} of ${total}: loss ${trainLoss.toFixed(3)}${valid}`);
      }
    } else if (progress.stage === 'folds') {
      say(`fold ${progress.done + 1} of ${progress.total}`);
    } else if (progress.stage === 'tune') {
      const { done, total } = progress;
      if (done > 0) say(`tuning: round ${done} of ${total} at the most`);
    } else if (progress.stage === 'finish' && progress.step === 'choose') {
      say('calibration, bank, warnings');
    }
  };
}

function summarise({
  manifest,
  accuracy,
  rounds,
  bestRound,
  rate,
  tuning,
  failures,
}: TrainingOutcome) {
  const { id, name, labels, evaluation } = manifest;
  return {
    ...{ id, name, labels, accuracy, evaluation, tuning, failures },
    rounds: rounds.length,
    bestRound: bestRound + 1,
    learningRate: rate.chosen,
  };
}

function describe({ manifest: { evaluation, name, labels }, failures }: TrainingOutcome): string {
  const lines = [`${name}: ${labels.length} labels.`];
  if (evaluation) {
    const { value, low, high } = evaluation.accuracy;
    const [at, from, to] = [value, low, high].map((share) => (100 * share).toFixed(1));
    lines.push(`${at} % right (95 % interval ${from} to ${to}). ${evaluation.data}`);
    lines.push(...evaluation.notes);
  }
  if (failures.length > 0) lines.push(`${failures.length} photos could not be opened.`);
  return lines.join('\n');
}
