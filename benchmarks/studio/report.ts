import { fileURLToPath } from 'node:url';
import { formatBytes, formatPercent } from '../../src/elements/shared/format';
import type { Part } from '../../src/core/studio/sample';
import type { StudioRun } from './drive-studio';
import type { TeachableRun } from './drive-teachable';
import type { CommandRun } from './run-command';
import { writeResults } from '../results-page';

/** How one data set went in all trainers that ran on it. */
export interface SetResult {
  name: string;
  /** ISO date and time of the end. */
  at: string;
  machine: string;
  browser: string;
  /** Programs that wanted a processor, on average over a minute: before, and at the end. */
  load: [before: number, after: number];
  trunk: string;
  /** Photos taken of each folder; `null`: all. */
  photosEach: number | null;
  studio: Omit<StudioRun, 'photos'> & { counts: Record<Part, number> };
  /** Why others have no figures, where they ran and failed. */
  problems: string[];
  teachable: TeachableRun | null;
  command: CommandRun | null;
}

const toFile = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
export const resultsFile = toFile('studio-results.json');

/** Writes the figures, and the page that shows them. */
export async function writeStudioResults(results: readonly SetResult[]): Promise<void> {
  await writeResults('studio-results', JSON.stringify(results), describeResults(results));
}

function describeResults(results: readonly SetResult[]): string {
  return `# The Studio, measured

\`npm run bench:studio\` wrote this page (one set alone: \`npm run bench:studio -- --sets bears\`; the other set's last figures stay). Photos come from \`../shared\` and are not part of the repository.

The built site takes a folder through its own buttons: import, split, training. Then \`@teachablemachine/image\` 0.8.5 trains in the same browser on exactly the same split, with what Teachable Machine's own page starts with (50 rounds, batches of 16, a learning rate of 0.001, 100 units). It runs on the backend that the engine of Bearings uses here too, in its one-thread form. Its base (MobileNetV2, alpha 0.35, ImageNet) is taken out of a public Teachable Machine export, since the address that the library knows can't be reached without a network; training leaves the base as it is, so it is the same. It gets the photos for choosing by too, because it holds back 15 % by itself.

The two do not do the same work. Bearings also finds duplicates, keeps photos and thumbnails on the device, looks at each photo to learn from in changed copies, judges itself in folds, calibrates, and chooses what to warn by. All of that is in its times.

Memory is the most that the page's process held at a time (resident set, workers and all; kept files not). The longest task is processor time on the main thread, from traces of half a minute each; much of it is the browser's own, which hands a chosen folder over in one go, about .1 ms a file. Processor time says more than the clock where other programs wanted the processors too.

${results.map(describeSet).join('\n')}`;
}

function describeSet(result: SetResult): string {
  const { studio, teachable, command, load, photosEach } = result;
  const { counts, seed } = studio;
  const total = counts.train + counts.valid + counts.test;
  const which = photosEach === null ? '' : `, ${photosEach} of each folder only`;
  const lines = [
    `## ${result.name}: ${total} photos${which}`,
    '',
    `${result.at.slice(0, 16).replace('T', ' ')}, ${result.browser}, ${result.machine}. Load (programs that want a processor, mean of a minute): ${load[0].toFixed(1)} before, ${load[1].toFixed(1)} at the end. Trunk: ${result.trunk}. Seed ${seed}: ${counts.train} photos to learn from, ${counts.valid} to choose by, ${counts.test} held out. ${studio.copies} files were copies of others, ${studio.leftOut} were left out.`,
    '',
    toMarkdown(compare(result, total)),
    '',
    `Of the Studio's time: ${seconds(studio.compareMs)} of the import for near duplicates and the split; ${seconds(studio.openMs)} to open the network; ${seconds(studio.foldsMs)} for the folds; ${seconds(studio.finishMs)} for calibration, the choice of what warns, and the bundle. ${studio.rounds} rounds. Tasks were watched ${formatPercent(studio.importCost.watchedShare)} of the time while importing, ${formatPercent(studio.trainingCost.watchedShare)} while training.`,
    '',
    ...(command ? [describeCommand(studio, command), ''] : []),
    ...result.problems.flatMap((problem) => [`**Did not finish:** ${problem}`, '']),
    ...(teachable ? [] : ['`@teachablemachine/image` has no figures here.', '']),
  ];
  return lines.join('\n');
}

function describeCommand({ accuracy, counts }: SetResult['studio'], command: CommandRun): string {
  const theirs = command.accuracy.test;
  if (theirs === null || accuracy.test === null) return 'Nothing was held out for the command.';
  const points = Math.abs(100 * (theirs - accuracy.test));
  const photos = Math.round((points / 100) * counts.test);
  const isWithin = points <= 1;
  return `\`bearings train\` on the same split and seed: ${formatPercent(theirs)} of the photos held out, in ${seconds(command.totalMs)}. The Studio's model differs by ${points.toFixed(1)} points (${photos} of ${counts.test} photos): **${isWithin ? 'within' : 'more than'} one point**.`;
}

function compare({ studio, teachable }: SetResult, total: number): string[][] {
  const { counts, importCost, trainingCost, copiesEach } = studio;
  const looks = total + counts.train * copiesEach;
  const learnt = counts.train + counts.valid;
  const theirMs =
    teachable && teachable.importMs + teachable.featuresMs + teachable.headMs + teachable.judgeMs;
  const trainingMs =
    studio.openMs + studio.featuresMs + studio.headMs + studio.foldsMs + studio.finishMs;
  const ourCpu = importCost.cpuSeconds + trainingCost.cpuSeconds;
  const most = (read: (cost: typeof importCost) => number | null) =>
    Math.max(read(importCost) ?? 0, read(trainingCost) ?? 0);
  const bytes = (value: number | null | undefined) => (value ? formatBytes(value) : 'not known');
  const rate = (photos: number, ms: number | undefined) =>
    ms === undefined ? '–' : (photos / (ms / 1000)).toFixed(1);
  const share = (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : formatPercent(value);
  const row = (...cells: [name: string, ours: string, theirs: string, ratio: string]) => cells;
  return [
    row('', 'Bearings Studio', '@teachablemachine/image', 'Bearings / other'),
    row(
      'import, photos a second',
      rate(total, studio.importMs),
      rate(total, teachable?.importMs),
      ratioOf(teachable?.importMs, studio.importMs),
    ),
    row(
      'features, photos a second',
      rate(total, studio.featuresMs),
      rate(learnt, teachable?.featuresMs),
      teachable ? ratioOf(teachable.featuresMs / learnt, studio.featuresMs / total) : '',
    ),
    row(
      'features, views a second',
      rate(looks, studio.featuresMs),
      rate(learnt, teachable?.featuresMs),
      teachable ? ratioOf(teachable.featuresMs / learnt, studio.featuresMs / looks) : '',
    ),
    row(
      'head, photos to learn from a second',
      rate(counts.train, studio.headMs),
      rate(learnt, teachable?.headMs),
      teachable ? ratioOf(teachable.headMs / learnt, studio.headMs / counts.train) : '',
    ),
    row(
      'all: folder to judged model',
      seconds(studio.importMs + trainingMs),
      theirMs === null ? '–' : seconds(theirMs),
      ratioOf(studio.importMs + trainingMs, theirMs),
    ),
    row(
      'processor time of the page',
      `${ourCpu.toFixed(0)} s`,
      teachable ? `${teachable.cost.cpuSeconds.toFixed(0)} s` : '–',
      ratioOf(ourCpu, teachable?.cost.cpuSeconds),
    ),
    row(
      'memory at the most',
      bytes(most(({ peakBytes }) => peakBytes)),
      teachable ? bytes(teachable.cost.peakBytes) : '–',
      ratioOf(
        most(({ peakBytes }) => peakBytes),
        teachable?.cost.peakBytes,
      ),
    ),
    row(
      'longest task on the main thread',
      `${most(({ longestTaskMs }) => longestTaskMs).toFixed(0)} ms`,
      teachable ? `${teachable.cost.longestTaskMs.toFixed(0)} ms` : '–',
      ratioOf(
        most(({ longestTaskMs }) => longestTaskMs),
        teachable?.cost.longestTaskMs,
      ),
    ),
    row(
      'right of the photos held out',
      share(studio.accuracy.test),
      share(teachable?.accuracy),
      ratioOf(studio.accuracy.test, teachable?.accuracy),
    ),
  ];
}

function ratioOf(ours: number | null | undefined, theirs: number | null | undefined): string {
  return ours && theirs ? (ours / theirs).toFixed(2) : '';
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function toMarkdown([head = [], ...rows]: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, i) => (i === 0 ? '---' : '---:'));
  return [head, rule, ...rows].map(line).join('\n');
}
