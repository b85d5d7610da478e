import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPhoto } from '../../src/cli/open-photo';
import { corruptImage, drawFarImage, FAR_IMAGES } from '../../src/core/detectors/far-images';
import { goldenImage } from '../../src/core/golden';
import { type Evaluation, type FilePart, type Manifest, parseManifest } from '../../src/core/manifest';
import { groupNearDuplicates } from '../../src/core/near-duplicates';
import { toProbabilities } from '../../src/core/probabilities';
import { splitFolds, splitPhotos } from '../../src/core/split';
import { writeNumbers } from '../../src/model/pack-weights';
import { listPhotos, type Photo, readPhoto, takeEvenly } from './data-sets';
import {
  describeDefaults,
  FALSE_ALARM_RATE,
  percent,
  summarise,
  summariseOutOfDomain,
  type Trial,
  tryPhotos,
} from './evaluate';
import { type FeatureExtractor, trunkInput } from './extract-features';
import { applyTo, fitPipeline, type Pipeline, round, type Samples } from './fit-pipeline';
import { modelsFolder } from './paths';
import type { Recipe } from './recipe';
import { drawView, plainView } from './views';
import { writeCard } from './write-card';
import { writeJson } from './write-json';

const SEED = 20;
const FOLDS = 5;
/** Cosine of all features from which photos count as nearly the same; found by looking at pairs. */
const NEAR_DUPLICATE = 0.96;
const GOLDEN_SEEDS = [1, 2, 3];
/** Golden outputs name this many labels at the most. */
const GOLDEN_LABELS = 5;

/** Photos of a recipe with their split; parts are `fit`, `judge` and `test`. */
interface DataSet {
  samples: Samples;
  fit: number[];
  judge: number[];
  test: number[];
}

/** Makes one model's files from photos, and measures it. */
export async function buildModel(
  recipe: Recipe,
  extractor: FeatureExtractor,
  trunk: FilePart,
): Promise<void> {
  console.log(`${recipe.id}: features`);
  const data = await readDataSet(recipe, extractor);
  console.log(`${recipe.id}: head`);
  const pipeline = await fitOn(data.samples, [...data.fit, ...data.judge], data, recipe);
  const trials = tryPhotos(pipeline, data.samples, data.test);
  const evaluation = await evaluate(recipe, extractor, data, pipeline, trials);
  const folder = join(modelsFolder, recipe.id);
  mkdirSync(folder, { recursive: true });
  const head = writePart(folder, 'head.bin', writeNumbers(pipeline.head));
  const bank = writePart(folder, 'bank.bin', new Uint8Array(pipeline.detector.bytes.buffer));
  const manifest = parseManifest({
    $schema: '../../schema/bearings-1.json',
    format: 'bearings-model',
    version: 1,
    id: recipe.id,
    name: recipe.name,
    summary: recipe.summary,
    labels: recipe.labels.map(({ label }) => label),
    input: { ...trunkInput, fit: recipe.fit },
    network: { kind: 'head-on-trunk', trunk: { ...trunk, path: '../trunk/trunk.json' }, head },
    output: 'logits',
    calibration: pipeline.calibration,
    detector: { ...pipeline.detector.spec, bank },
    thresholds: { confidence: pipeline.confidenceThreshold, falseAlarmRate: FALSE_ALARM_RATE },
    golden: await computeGolden(recipe, extractor, pipeline),
    evaluation,
    provenance: {
      trainedOn: recipe.trainedOn,
      madeWith: 'npm run models:build',
      credits: [...recipe.credits],
    },
    licence: recipe.licence,
  } satisfies Manifest);
  await writeJson(join(folder, 'bearings.json'), manifest);
  await writeCard(join(folder, 'CARD.md'), recipe, manifest);
}

async function readDataSet(recipe: Recipe, extractor: FeatureExtractor): Promise<DataSet> {
  const photos = listPhotos(recipe.photos);
  const views: Float32Array[][] = [];
  for (const view of recipe.views) views.push(await extractor.extractAll(photos, view));
  const labels = photos.map(({ folder }) =>
    recipe.labels.findIndex((label) => label.folder === folder),
  );
  const hashes = photos.map(({ hash }) => hash);
  const groups = groupNearDuplicates({ hashes, features: views[0] ?? [] }, NEAR_DUPLICATE);
  const far = await drawFar(photos, extractor, recipe);
  const samples: Samples = { views, labels, groups, domainParts: extractor.domainParts, far };
  const parts = recipe.officialSplits
    ? photos.map(officialPart)
    : splitPhotos(samples, [0.7, 0.15, 0.15], SEED);
  const [fit, judge, test] = [0, 1, 2].map((part) => photos.flatMap((_, i) => (parts[i] === part ? [i] : [])));
  console.log(`  ${photos.length} photos, ${photos.length - new Set(groups).size} near-duplicates; ${fit?.length} + ${judge?.length} + ${test?.length}`);
  return { samples, fit: fit ?? [], judge: judge ?? [], test: test ?? [] };
}

/** Corrupted and synthetic pictures, as the trunk sees them. */
async function drawFar(
  photos: readonly Photo[],
  extractor: FeatureExtractor,
  recipe: Recipe,
): Promise<Float32Array[]> {
  const { width, height } = trunkInput;
  const far: Float32Array[] = [];
  for (let seed = 0; seed < FAR_IMAGES; seed++) {
    far.push(await extractor.run(drawFarImage(seed, width, height)));
  }
  for (const [seed, { path }] of takeEvenly(photos, FAR_IMAGES).entries()) {
    const image = await drawView(await openPhoto(readPhoto(path)), trunkInput, plainView(recipe.fit));
    far.push(await extractor.run(corruptImage(image, seed)));
  }
  return far;
}

/** Official splits are kept as they are, near-duplicates or not: others report on them too. */
function officialPart({ path }: Photo): number {
  return ['train', 'validation', 'test'].findIndex((part) => path.split(/[\\/]/).includes(part));
}

function fitOn(
  samples: Samples,
  dev: number[],
  parts: { fit: number[]; judge: number[] },
  recipe: Recipe,
): Promise<Pipeline> {
  return fitPipeline(samples, dev, parts, recipe, SEED);
}

async function evaluate(
  recipe: Recipe,
  extractor: FeatureExtractor,
  data: DataSet,
  pipeline: Pipeline,
  testTrials: Trial[],
): Promise<Evaluation> {
  const pooled = recipe.officialSplits ? testTrials : await crossValidate(recipe, data.samples);
  const ownTest = summarise(testTrials, recipe.labels.length);
  const outOfDomain: Evaluation['outOfDomain'] = [];
  for (const { data: name, folder, take } of recipe.outOfDomain) {
    const photos = takeEvenly(listPhotos(folder), take);
    const features = await extractor.extractAll(photos, plainView(recipe.fit));
    const figures = summariseOutOfDomain(name, pipeline, testTrials, features);
    console.log(`  ${name}: AUROC ${figures.auroc}, warned ${figures.warned}, FPR95 ${figures.intervals?.fpr95.value ?? NaN}`);
    outOfDomain.push(figures);
  }
  const evaluation: Evaluation = {
    data: recipe.officialSplits
      ? 'The official test split.'
      : `${FOLDS}-fold cross-validation: everything (training, calibration, reference bank) was made anew in each fold without the photos it is judged on; near-duplicates never lie on both sides.`,
    ...summarise(pooled, recipe.labels.length),
    outOfDomain,
    notes: [
      describeDefaults(pooled),
      ...pipeline.calibrationNotes,
      ...(recipe.officialSplits
        ? []
        : [
            `The very model in this folder gets ${percent(ownTest.accuracy.value)} of ${ownTest.photos} photos right that it has never seen (95 % interval ${percent(ownTest.accuracy.low)} to ${percent(ownTest.accuracy.high)}).`,
          ]),
    ],
  };
  const { accuracy, calibrationError, coverage, meanSetSize, falseAlarms } = evaluation;
  console.log(JSON.stringify({ accuracy, ownTest: ownTest.accuracy, steps: pipeline.steps, calibration: pipeline.calibrationNotes, conf: pipeline.confidenceThreshold, calibrationError, coverage, meanSetSize, falseAlarms, ownFa: ownTest.falseAlarms }));
  console.log(describeDefaults(pooled));
  return evaluation;
}

async function crossValidate(recipe: Recipe, samples: Samples): Promise<Trial[]> {
  const folds = splitFolds(samples, FOLDS, SEED);
  const trials: Trial[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const dev = samples.labels.flatMap((_, i) => (folds[i] === fold ? [] : [i]));
    const inner = splitPhotos(
      { labels: dev.map((i) => samples.labels[i] ?? -1), groups: dev.map((i) => samples.groups[i] ?? -1) },
      [0.82, 0.18],
      SEED,
    );
    const parts = {
      fit: dev.filter((_, i) => inner[i] === 0),
      judge: dev.filter((_, i) => inner[i] === 1),
    };
    const pipeline = await fitOn(samples, dev, parts, recipe);
    const test = samples.labels.flatMap((_, i) => (folds[i] === fold ? [i] : []));
    trials.push(...tryPhotos(pipeline, samples, test));
  }
  return trials;
}

async function computeGolden(
  { labels }: Recipe,
  extractor: FeatureExtractor,
  { head, calibration }: Pipeline,
): Promise<Manifest['golden']> {
  const golden: Manifest['golden'] = [];
  for (const seed of GOLDEN_SEEDS) {
    const features = await extractor.run(goldenImage(seed, trunkInput.width, trunkInput.height));
    const probabilities = toProbabilities(applyTo(head, features), 'logits', calibration);
    const order = labels
      .map((_, i) => i)
      .sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0))
      .slice(0, GOLDEN_LABELS);
    golden.push({
      seed,
      labels: order,
      probabilities: order.map((i) => round(probabilities[i] ?? 0, 5)),
    });
  }
  return golden;
}

function writePart(folder: string, path: string, bytes: Uint8Array): FilePart {
  writeFileSync(join(folder, path), bytes);
  return {
    path,
    bytes: bytes.byteLength,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}
