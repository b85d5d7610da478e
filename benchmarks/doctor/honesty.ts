import { createHash } from 'node:crypto';
import { openBank } from '../../src/core/bank';
import { usualScales } from '../../src/core/scale';
import { nameDetector } from '../../src/core/detectors/describe';
import { openDetector } from '../../src/core/detectors/open-detector';
import { makeHonest } from '../../src/core/make-honest';
import { type Manifest, parseManifest } from '../../src/core/manifest';
import { areaUnderRoc, wilsonInterval } from '../../src/core/metrics';
import { softmax } from '../../src/core/calibration';
import { createRandom } from '../../src/core/random';
import { fingerprint } from '../../src/model/read-part';
import type { CachedNetwork } from './cached-trunk';
import { computeFeatures, dataSets, firstUnseen, trainOn } from './data-sets';
import { applyHead } from './known-model';
import { type LabelledPath, SIDE, takePhotos } from './photos';

const DRAWS = 5;
const SIZES = [3, 5, 10, 20];
const STRANGERS = 60;
/** Unseen bears a label, references among them. */
const UNSEEN = 45;
const strangerFolders = {
  'PACS, everyday photos': [
    'out-of-domain/pacs_photo/dog',
    'out-of-domain/pacs_photo/house',
    'out-of-domain/pacs_photo/person',
  ],
  'DTD, textures': [
    'out-of-domain/dtd/banded',
    'out-of-domain/dtd/blotchy',
    'out-of-domain/dtd/braided',
  ],
};

interface Answer {
  label: number;
  hash: string;
  logits: Float32Array;
  features: Float32Array;
}

/**
 * A bear classifier as somebody else's export: without calibration and without a bank. What do
 * 3, 5, 10 and 20 reference photos a label change?
 */
export async function measureHonesty(trunk: CachedNetwork): Promise<string> {
  const { bears } = dataSets;
  const head = await trainOn(bears, 'crop', trunk);
  const answer = async ({ path, label }: LabelledPath): Promise<Answer> => {
    const features = await computeFeatures(path, 'crop', trunk);
    const hash = createHash('sha256').update(path).digest('hex');
    return { label, hash, logits: applyHead(head, features), features };
  };
  const unseen = await answerAll(
    takePhotos(bears.test, firstUnseen(bears), firstUnseen(bears) + UNSEEN),
    answer,
  );
  const strangers = new Map<string, Answer[]>();
  for (const [name, folders] of Object.entries(strangerFolders)) {
    const each = STRANGERS / folders.length;
    strangers.set(name, await answerAll(takePhotos(folders, 0, each), answer));
  }
  const manifest = draft(bears.labels);
  const rows: string[] = [];
  for (const size of SIZES) {
    const runs: Run[] = [];
    for (let seed = 0; seed < DRAWS; seed++) {
      runs.push(await runOnce(manifest, unseen, strangers, size, seed));
    }
    rows.push(...[...strangers.keys()].map((name) => describeSize(size, name, runs)));
  }
  return `## What do reference photos change?

A bear classifier trained here on ${bears.trainCount} photos a label stands for somebody else's export: no calibration, no bank, a confidence floor of ${manifest.thresholds.confidence}. Reference photos are drawn ${DRAWS} times from photos it never saw; the other unseen bears (${unseen.length} less those) measure false alarms. The false-alarm rate is what the model starts with: 5 %, or 1 / (photos + 1) where that is more. "Labelled" is the share of strangers that get a label without a doubt; every one of those is wrong.

| photos a label | strangers | labelled before | labelled after | warned about | AUROC | detector | temperature | rate set | false alarms on held-out bears |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

interface Run {
  rate: number;
  detector: string;
  temperature: number | null;
  alarms: number;
  heldOut: number;
  strangers: Map<string, { before: number; after: number; warned: number; auroc: number }>;
}

async function runOnce(
  manifest: Manifest,
  unseen: readonly Answer[],
  strangers: ReadonlyMap<string, readonly Answer[]>,
  size: number,
  seed: number,
): Promise<Run> {
  const shuffled = createRandom(seed + 100).shuffle(unseen);
  const references = manifest.labels.flatMap((_, label) =>
    shuffled.filter((one) => one.label === label).slice(0, size),
  );
  const heldOut = shuffled.filter((one) => !references.includes(one));
  // Nothing here replays golden outputs; the manifest must have some.
  const golden = [{ seed: 1, logits: new Float32Array(manifest.labels.length) }];
  const honest = await makeHonest({ photos: references, manifest, golden, fingerprint });
  const { detector, calibration, thresholds } = honest.manifest;
  if (!detector || !honest.bank) throw new Error('no bank');
  const bank = openBank(
    new Int8Array(honest.bank.buffer),
    detector.features.length,
    detector.bankLabels,
  );
  const judge = openDetector(detector, bank);
  const distanceOf = ({ logits, features }: Answer) => judge(logits, features).distance;
  const isOdd = ({ logits, features }: Answer) =>
    judge(logits, features).pValue <= thresholds.falseAlarmRate;
  const isSure = (one: Answer, temperature: number) =>
    Math.max(...softmax(one.logits, temperature)) >= thresholds.confidence;
  const temperature = calibration?.temperature ?? 1;
  const share = (photos: readonly Answer[], test: (one: Answer) => boolean) =>
    photos.filter(test).length / photos.length;
  const inside = heldOut.map(distanceOf);
  return {
    rate: thresholds.falseAlarmRate,
    detector: nameDetector(detector),
    temperature: calibration?.temperature ?? null,
    alarms: heldOut.filter(isOdd).length,
    heldOut: heldOut.length,
    strangers: new Map(
      [...strangers].map(([name, photos]) => [
        name,
        {
          before: share(photos, (one) => isSure(one, 1)),
          after: share(photos, (one) => isSure(one, temperature) && !isOdd(one)),
          warned: share(photos, isOdd),
          auroc: areaUnderRoc(inside, photos.map(distanceOf)),
        },
      ]),
    ),
  };
}

function describeSize(size: number, name: string, runs: readonly Run[]): string {
  const mean = (of: (run: Run) => number) =>
    runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
  const stranger = (run: Run) =>
    run.strangers.get(name) ?? { before: NaN, after: NaN, warned: NaN, auroc: NaN };
  const alarms = wilsonInterval(
    runs.reduce((sum, run) => sum + run.alarms, 0),
    runs.reduce((sum, run) => sum + run.heldOut, 0),
  );
  const each = runs.map((run) => percent(run.alarms / run.heldOut)).join(', ');
  const [first] = runs;
  return `| ${[
    size,
    name,
    percent(mean((run) => stranger(run).before)),
    percent(mean((run) => stranger(run).after)),
    percent(mean((run) => stranger(run).warned)),
    mean((run) => stranger(run).auroc).toFixed(3),
    first?.detector ?? '',
    first?.temperature === null ? 'none' : mean((run) => run.temperature ?? NaN).toFixed(2),
    percent(first?.rate ?? NaN),
    `${percent(alarms.value)} (${each})`,
  ].join(' | ')} |`;
}

async function answerAll(
  photos: readonly LabelledPath[],
  answer: (photo: LabelledPath) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const photo of photos) answers.push(await answer(photo));
  return answers;
}

function draft(labels: string[]): Manifest {
  const part = { path: 'unused', bytes: 1, sha256: '0'.repeat(64) };
  return parseManifest({
    format: 'bearings-model',
    version: 1,
    id: 'bears-by-somebody-else',
    name: 'Bears',
    summary: 'Bears.',
    labels,
    input: {
      width: SIDE,
      height: SIDE,
      fit: 'crop',
      channels: 'rgb',
      layout: 'nhwc',
      scale: usualScales['-1…1'],
    },
    network: {
      kind: 'tfjs-graph',
      model: part,
      weights: [part],
      units: labels.length,
      output: null,
      logits: null,
      features: null,
    },
    output: 'logits',
    calibration: null,
    detector: null,
    thresholds: { confidence: 0.8, falseAlarmRate: 0.05 },
    golden: [{ seed: 1, labels: [0], probabilities: [1] }],
    evaluation: null,
    provenance: { trainedOn: '', madeWith: '', credits: [] },
    licence: '',
  });
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
