/**
 * `npm run bench:doctor`: how often the preprocessing doctor finds the contract of models whose
 * contract is known, from three photos a label, with and without their labels; and what reference
 * photos do for a model that somebody else made. Writes `benchmarks/doctor-results.md`.
 *
 * Needs the photos of `../shared` and the prepared trunk (`npm run models:prepare`).
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Contract, Scale } from '../src/core/contract';
import { usualScales } from '../src/core/contract';
import type { Diagnosis } from '../src/core/doctor';
import { agreeOn } from '../src/core/preparation';
import { diagnose, type DoctorPhoto } from '../src/engine/doctor';
import { openMobilenet, openTrunk, startWasm } from './doctor/cached-trunk';
import { measureHonesty } from './doctor/honesty';
import { buildModels, type KnownContract } from './doctor/models';
import { drawPhoto, listShuffled, SIDE } from './doctor/photos';
import { findMobilenet } from './mobilenet-folder';

const PHOTOS_A_LABEL = 3;

const { values: options } = parseArgs({
  options: { draws: { type: 'string', default: '2' }, blind: { type: 'boolean', default: true } },
  allowNegative: true,
});
const draws = Number(options.draws);

const mobilenetFolder = await findMobilenet();
await startWasm();
const trunk = await openTrunk();
const models = await buildModels(
  trunk,
  mobilenetFolder ? await openMobilenet(mobilenetFolder) : null,
);

interface Run {
  model: KnownContract;
  draw: number;
  diagnosis: Diagnosis;
}

// In this order, so that a run that is stopped has the most telling figures.
const labelled: Run[] = [];
for (let draw = 0; draw < draws; draw++) {
  for (const model of models) labelled.push(await diagnoseOnce(model, draw, true));
}
const honesty = await measureHonesty(trunk);
console.log(honesty);
// Two views of each photo cost twice as much: one draw is enough without labels.
const unlabelled: Run[] = [];
for (const model of options.blind ? models : []) {
  unlabelled.push(await diagnoseOnce(model, 0, false));
}
writeFileSync(fileURLToPath(new URL('doctor-results.md', import.meta.url)), composeReport());

async function diagnoseOnce(model: KnownContract, draw: number, known: boolean): Promise<Run> {
  const photos = pickPhotos(model, draw).map((photo) =>
    known ? photo : { ...photo, label: null },
  );
  const diagnosis = await diagnose(
    () => Promise.resolve(model.network),
    openContract(model),
    photos,
  );
  const run = { model, draw, diagnosis };
  console.log(describeRun(run).join(' | '));
  return run;
}

/** Three photos of each label that no head was trained on, others for each draw. */
function pickPhotos({ tried, firstUnseen }: KnownContract, draw: number): DoctorPhoto[] {
  const from = firstUnseen + draw * PHOTOS_A_LABEL;
  return tried.flatMap(({ label, folder }) =>
    listShuffled(folder)
      .slice(from, from + PHOTOS_A_LABEL)
      .map((path) => ({ label, isTurned: false, draw: (fit) => drawPhoto(path, fit) })),
  );
}

/** A contract in which everything that can be tried is a guess; the usual one, right or wrong. */
function openContract({ labels }: KnownContract): Contract {
  return {
    labels: { value: labels, from: 'read' },
    size: { value: { width: SIDE, height: SIDE }, from: 'read' },
    fit: { value: 'crop', from: 'guess' },
    channels: { value: 'rgb', from: 'guess' },
    layout: { value: 'nhwc', from: 'read' },
    scale: { value: usualScales['-1…1'], from: 'guess' },
    orientation: { value: 'upright', from: 'guess' },
    output: { value: 'logits', from: 'measured' },
  };
}

/** Whether it was found; else whether the doctor knew that these photos cannot tell. */
function nameOutcome(model: KnownContract, diagnosis: Diagnosis): string {
  if (isRight(model, diagnosis)) return 'right';
  const truth = diagnosis.tried.find(({ preparation }) =>
    isRight(model, { ...diagnosis, found: preparation }),
  );
  return truth?.behind.words === 'none' ? 'cannot tell' : '**wrong**';
}

function isRight({ known }: KnownContract, { found }: Diagnosis): boolean {
  const right = { ...known, fit: known.fit ?? found.fit, orientation: found.orientation };
  return (['fit', 'scale', 'channels'] as const).every((part) => agreeOn(part, found, right));
}

function describeRun({ model, draw, diagnosis }: Run): string[] {
  const { known } = model;
  const { found, margin, parts } = diagnosis;
  return [
    model.name,
    `${known.fit ?? 'any'} ${nameScale(known.scale)} ${known.channels}`,
    String(draw + 1),
    `${found.fit} ${nameScale(found.scale)} ${found.channels}`,
    parts.map((one) => `${one.part} ${describeMargin(one.margin)}`).join(', '),
    margin ? describeMargin(margin) : '',
    nameOutcome(model, diagnosis),
  ];
}

function describeMargin({ mean, standardError, words }: NonNullable<Diagnosis['margin']>): string {
  return `${mean.toFixed(2)} ± ${standardError.toFixed(2)} ${words}`;
}

function nameScale({ multiply, add }: Scale): string {
  const same = Object.entries(usualScales).find(
    ([, scale]) => scale.multiply === multiply && scale.add === add,
  );
  return same?.[0] ?? `×${multiply} + ${add}`;
}

function composeReport(): string {
  const countRight = (runs: readonly Run[]) =>
    runs.filter(({ model, diagnosis }) => isRight(model, diagnosis)).length;
  const always = models.filter((model) =>
    labelled.every((run) => run.model !== model || isRight(model, run.diagnosis)),
  ).length;
  const blind =
    unlabelled.length > 0
      ? `**Without labels: right on ${countRight(unlabelled)} of ${unlabelled.length}.** This is weaker evidence, as the doctor says; it marks nothing as measured.\n\n${composeTable(unlabelled)}`
      : 'Not measured this time (`--no-blind`).';
  return `# The preprocessing doctor and honest models, measured

\`npm run bench:doctor -- --draws ${draws}${options.blind ? '' : ' --no-blind'}\` wrote this page. Everything is computed from photos that are not part of the repository; weights are those of the trunk in \`models/trunk/\` and of a MobileNet for ImageNet.

## Does the doctor find the contract?

${models.length} models, ${PHOTOS_A_LABEL} photos a label that no head was trained on, ${draws} draw(s) of photos. The doctor starts from the usual guess (crop, -1…1, RGB) and knows nothing else. Scales that differ by less than 2 % of their range (x/127 - 1 and x/127.5 - 1) are one: no photo tells them apart. The MobileNet was trained on stretched cuttings of chance size, so no fit is right or wrong for it.

Two things flatter these figures: where photos cannot tell, the doctor stays with its guess, which is right for some of the models; and its losses and margins were chosen while looking at the first draw. New draws say more.

**With labels: right on ${countRight(labelled)} of ${labelled.length} runs; ${always} of ${models.length} models right on every draw.**

Margins are in nats a photo with their standard error: of each part against the best way with another value, and of the best way against the next one. “Cannot tell” is no success: the found contract is not the known one, but the doctor says itself that these photos cannot tell the two apart. A negative margin: the found way is kept although another did a little better, within chance.

${composeTable(labelled)}

### Without labels

${blind}

${honesty}`;
}

function composeTable(runs: readonly Run[]): string {
  const rows = runs.map((run) => `| ${describeRun(run).join(' | ')} |`);
  return `| model | known | draw | found | margins by part | best against next | |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}`;
}
