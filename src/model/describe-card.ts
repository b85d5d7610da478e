import type { Certainty } from '../core/contract';
import { describeBakeOff, describeDetector as describeScores } from '../core/detectors/describe';
import type { Evaluation, Interval, Manifest } from '../core/manifest';
import { toMarkdownLine } from '../core/markdown-line';
import { writeFormula } from '../core/scale';
import { describeForTeachableMachine, isTeachableMachineInput } from './teachable-machine-metadata';

/**
 * Writes a model's card from its manifest: what is known of it, and as plainly what is not.
 *
 * @param formatName What it came as: "Teachable Machine image model".
 * @returns Markdown.
 */
export function describeCard(formatName: string, manifest: Manifest): string {
  return [
    `# ${toMarkdownLine(manifest.name)}`,
    ...(manifest.summary ? [toMarkdownLine(manifest.summary)] : []),
    `Labels: ${manifest.labels.map(toMarkdownLine).join(', ')}.`,
    '## Where it comes from',
    describeOrigin(formatName, manifest),
    '## How it sees a photo',
    describeContract(manifest),
    '## How good it is',
    describeEvaluation(manifest.evaluation),
    '## How sure it says it is',
    describeCalibration(manifest.calibration),
    '## When it warns',
    describeDetector(manifest),
    '## Opening it elsewhere',
    describeOtherLoaders(manifest),
    '## Licence',
    toMarkdownLine(manifest.licence) || 'Not known. Ask its maker before you pass it on.',
  ]
    .join('\n\n')
    .concat('\n');
}

function describeOrigin(formatName: string, { provenance, network }: Manifest): string {
  const units = 'units' in network ? ` Its answer has ${network.units} numbers.` : '';
  return list([
    `Came as: ${formatName}.${units}`,
    `Trained on: ${toMarkdownLine(provenance.trainedOn) || 'not known'}`,
    `Made with: ${toMarkdownLine(provenance.madeWith) || 'not known'}`,
    ...provenance.credits.map((credit) => `Credit: ${toMarkdownLine(credit)}`),
  ]);
}

const certainties: Record<Certainty, string> = {
  read: 'stands in the model’s files',
  maker: 'what this maker’s exports always do',
  guess: '**guessed**, not confirmed by anybody',
  measured: 'found by running the model',
  chosen: 'the user said so',
};

function describeContract({ input, output, contract }: Manifest): string {
  const rows: [part: string, value: string, certainty: Certainty | undefined][] = [
    ['Size', `${input.width} × ${input.height}`, contract?.size],
    ['Fit', input.fit, contract?.fit],
    ['Channels', `${input.channels}, ${input.layout}`, contract?.channels],
    ['Values', writeFormula(input.scale), contract?.scale],
    ['Orientation', input.orientation ?? 'upright', contract?.orientation],
    ['Answer', output, contract?.output],
    ['Labels', 'in the order above', contract?.labels],
  ];
  return [
    '| | | how sure that is |',
    '| --- | --- | --- |',
    ...rows.map(
      ([part, value, certainty]) =>
        `| ${part} | ${value} | ${certainty ? certainties[certainty] : 'not said'} |`,
    ),
  ].join('\n');
}

function describeEvaluation(evaluation: Evaluation | null): string {
  if (!evaluation) return 'Not measured. Nobody can say how often it is right.';
  const { accuracy, photos, data, notes } = evaluation;
  return [
    `Accuracy ${percent(accuracy)} on ${photos} photos: ${toMarkdownLine(data)}`,
    ...(notes.length > 0 ? [list(notes.map(toMarkdownLine))] : []),
  ].join('\n\n');
}

function describeCalibration(calibration: Manifest['calibration']): string {
  if (!calibration) {
    return 'Its confidence was never held against photos with known labels. Read it as a rank, not as a probability.';
  }
  const { temperature, photos, coverage } = calibration;
  return `Temperature ${temperature.toFixed(4)}, fitted on ${photos} photos. The set of labels it names is meant to hold the truth in ${(100 * coverage).toFixed(0)} % of photos.`;
}

function describeDetector({ detector, thresholds }: Manifest): string {
  if (!detector) {
    return 'It has no reference photos, so **it cannot tell when a photo is nothing it was trained on**. All that stands in for that is a confidence below which it says that it is unsure.';
  }
  const rate = (100 * thresholds.falseAlarmRate).toFixed(0);
  const told = `${describeScores(detector)} By default about ${rate} % of such photos get a false alarm.`;
  return [told, describeBakeOff(detector)].filter((text) => text !== '').join('\n\n');
}

const otherLoaders: Record<Manifest['network']['kind'], string> = {
  'tfjs-graph': '`model.json` and `weights.bin` open with `tf.loadGraphModel`.',
  'tfjs-layers': '`model.json` and `weights.bin` open with `tf.loadLayersModel`.',
  'tfjs-mobilenet':
    '`model.json` opens with `tf.loadGraphModel`, and with `@tensorflow-models/mobilenet`.',
  'head-on-trunk':
    'The head alone (`head.bin`) says nothing without the network below it (`trunk.json`): **other loaders cannot open these files as they are**. Bearings exports the two as one plain model that they can.',
};

function describeOtherLoaders(manifest: Manifest): string {
  const lines = [otherLoaders[manifest.network.kind]];
  if (describeForTeachableMachine(manifest)) {
    lines.push(
      isTeachableMachineInput(manifest)
        ? 'With `metadata.json` they open in `@teachablemachine/image`, which prepares photos nearly as Bearings does.'
        : 'With `metadata.json` they open in `@teachablemachine/image`, but that library crops every photo, scales it to -1…1 and takes the answer for probabilities. This model wants it otherwise, so **answers there will be wrong**.',
    );
  }
  lines.push('None of these loaders knows the parts that warn: `bearings.json` and the bank.');
  return list(lines);
}

function percent({ value, low, high }: Interval): string {
  const [at, from, to] = [value, low, high].map((share) => (100 * share).toFixed(1));
  return `${at} % (95 % interval ${from} % to ${to} %)`;
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}
