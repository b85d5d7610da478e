import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { describeBakeOff, describeDetector } from '../../src/core/detectors/describe';
import type { Calibration, Evaluation, Interval, Manifest } from '../../src/core/manifest';
import { percent } from './evaluate';
import type { Recipe } from './recipe';

/** Writes a model's card: what a person should know before trusting it. */
export async function writeCard(path: string, recipe: Recipe, manifest: Manifest): Promise<void> {
  const options = await resolveConfig(path);
  writeFileSync(path, await format(compose(recipe, manifest), { ...options, filepath: path }));
}

function compose(recipe: Recipe, manifest: Manifest): string {
  const { evaluation } = manifest;
  if (!evaluation) throw new Error(`${manifest.id} has not been measured`);
  return `# ${manifest.name}

${manifest.summary}

Labels: ${manifest.labels.join(', ')}.

## For whom

${recipe.card.forWhom}

## How good it is

${evaluation.data} ${evaluation.photos} photos.

${tellAccuracy(evaluation)}

${evaluation.notes.map((note) => `- ${note}`).join('\n')}

Rows are what it was, columns what the model said:

${tabulateConfusion(manifest.labels, evaluation.confusion)}

## How sure it says it is

${tellCalibration(recipe, manifest, evaluation)}

## When it warns

${tellDetector(manifest, evaluation)}

${tabulateOutOfDomain(evaluation)}

${tellBakeOff(manifest)}

${recipe.card.outOfDomain.join('\n\n')}

## Known weak spots

${list(recipe.card.weakSpots)}

## How it was made

${tellMaking(recipe, manifest)}

${recipe.card.tried.length ? `What was tried:\n\n${list(recipe.card.tried)}` : ''}

## Data and licence

- Trained on: ${manifest.provenance.trainedOn}
${list(manifest.provenance.credits)}
- Licence of what is in this folder: ${manifest.licence}. The shared trunk has its own card and licence (Apache-2.0).
`;
}

function tellAccuracy({ accuracy }: Evaluation): string {
  return `**Accuracy ${withInterval(accuracy)}**: the share of photos whose top label is right, whatever its confidence.`;
}

function tellCalibration(
  { calibrateOn }: Recipe,
  { calibration, thresholds }: Manifest,
  evaluation: Evaluation,
): string {
  const { calibrationScores, sets, reliability } = evaluation;
  if (!calibration || !calibrationScores || !sets || !reliability) return 'Not calibrated.';
  const { calibrationError, brier, logLoss } = calibrationScores;
  const folds = calibrateOn === 'five-folds';
  const figure = (name: string, { before, after }: typeof brier, format: (one: Interval) => string) => [
    name,
    format(before),
    format(after),
  ];
  return [
    list([
      `${describeScaling(calibration)} It was chosen on ${calibration.photos} photos${folds ? ', each judged by a head that was not trained on it' : ' that were used for nothing else'}.`,
      `Default confidence threshold: ${percent(thresholds.confidence)}. It is the lowest from 50 % on, in steps of 5, whose matches were right at least 95 % of the time on the calibration photos.`,
    ]),
    table(
      ['', 'As the model claims', 'Calibrated'],
      [
        figure('Expected calibration error (bins of equal mass)', calibrationError, withInterval),
        figure('Brier score', brier, withPlainInterval),
        figure('Log loss', logLoss, withPlainInterval),
      ],
    ),
    'Of photos with a confidence like this, so many were right (the reliability diagram as a table):',
    table(
      ['Confidence', 'Photos', 'Right'],
      reliability.after.map(({ from, to, photos, accuracy }) => [
        `${percent(from)} to ${percent(to)}`,
        String(photos),
        withInterval(accuracy),
      ]),
    ),
    describeSets(calibration),
    table(
      ['Coverage asked for', 'Sets that hold the right label', 'Labels in a set'],
      sets.map(({ coverage, covered, meanSize }) => [
        percent(coverage),
        withInterval(covered),
        withPlainInterval(meanSize),
      ]),
    ),
  ].join('\n\n');
}

function describeScaling({ temperature, vector }: Calibration): string {
  if (vector) return 'Each label’s logit is scaled and shifted by two numbers of its own.';
  if (temperature === 1) return 'Its confidence is as the model claims it: nothing was surely better.';
  return `Logits are divided by a temperature of ${temperature}.`;
}

function describeSets({ sets, coverage }: Calibration): string {
  const each = sets?.groups ? ' Each label has its own list of held-out scores, so the coverage holds for photos of each label.' : '';
  return `A verdict is unsure when its set has two or more labels. The user chooses how often the set must hold the right label, from 80 to 99 %; at first ${percent(coverage)}.${each} The top label is always in.`;
}

function tellDetector({ detector }: Manifest, { falseAlarms }: Evaluation): string {
  if (!detector || !falseAlarms) return 'It never warns: it has no reference photos.';
  return list([
    describeDetector(detector),
    `False alarms at the default rate of 5 %: ${withInterval(falseAlarms)} of photos from its domain.`,
  ]);
}

function tellBakeOff({ detector }: Manifest): string {
  return detector ? describeBakeOff(detector) : '';
}

function tellMaking(recipe: Recipe, { network }: Manifest): string {
  const views = recipe.views.map(({ name }) => `\`${name}\``).join(', ');
  const calibration =
    recipe.calibrateOn === 'five-folds'
      ? 'Calibration and prediction sets come from five folds of the training photos, each judged by a head that had not seen it; the head itself is then trained on all of them. The distances leave each photo and its near-duplicates out of the reference bank.'
      : 'Calibration, prediction sets and distances come from a part of the photos that was used for nothing else.';
  return `A linear head (softmax regression, Adam, weight decay, early stop) on the pooled features of the shared trunk, trained on these views of each photo: ${views}. In use it sees \`${recipe.fit}\`. ${calibration} Near-duplicates (cosine of the features at least 0.96, or the same file) are kept on one side of every split, official splits excepted.

To repeat it: \`npm run models:build -- ${recipe.id}\`. The same photos give the same bytes${network.kind === 'head-on-trunk' ? ' (on the same kind of processor: photo decoders may differ in the last bit)' : ''}.`;
}

function tabulateConfusion(labels: readonly string[], confusion: number[][]): string {
  const rows = confusion.map((row, i) => [labels[i] ?? '', ...row.map(String)]);
  return table(['', ...labels], rows);
}

function tabulateOutOfDomain({ outOfDomain }: Evaluation): string {
  return table(
    ['Photos of other things', 'Photos', 'AUROC', 'Warned about'],
    outOfDomain.map(({ data, photos, auroc, warned }) => [
      data,
      String(photos),
      auroc.toFixed(3),
      percent(warned),
    ]),
  );
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map((_, i) => (i === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

function withInterval({ value, low, high }: Interval): string {
  return `${percent(value)} (95 % interval ${percent(low)} to ${percent(high)})`;
}

function withPlainInterval({ value, low, high }: Interval): string {
  return `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}
