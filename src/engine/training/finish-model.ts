import type { ClassifierError } from '../../core/errors';
import { evaluatePhotos, type JudgedPhoto } from '../../core/evaluate/evaluate-photos';
import { judgeDomain } from '../../core/evaluate/judge-domain';
import { goldenImage } from '../../core/golden';
import { lowestRate, makeHonest } from '../../core/make-honest';
import { type FilePart, type Manifest, parseManifest } from '../../core/manifest';
import { pinGolden } from '../../core/pin-golden';
import { toProbabilities } from '../../core/probabilities';
import { pickReferences } from '../../core/reference-photos';
import { fitOf } from '../../core/studio/plan-augment';
import { findConfidenceFloor } from '../../core/training/confidence-floor';
import { describeMaking } from '../../core/training/describe-making';
import { describeTuning } from '../../core/training/describe-tuning';
import { answer, type Head, toHeadFile } from '../../core/training/head';
import type {
  Prediction,
  TrainingPlan,
  TrainingSample,
  TuningReport,
} from '../../core/training/training-plan';
import { type BundleFile, toFile, toLabelsFile, toPart } from '../../model/bundle-file';
import { describeCard } from '../../model/describe-card';
import { MemoryFiles } from '../../model/memory-files';
import type { ModelBundle, ModelReader } from '../../model/read-model';
import { writeNumbers } from '../../model/pack-weights';
import { fingerprint } from '../../model/read-part';
import type { TrunkFiles } from '../../model/trunk-files';
import { MANIFEST_NAME } from '../../model/write-bundle';
import { rest } from '../give-back-thread';
import { judge } from '../judge';
import type { Backbone } from './backbone';
import type { OpenTrainingPhoto } from './extract-features';
import type { FeatureFiles } from './feature-cache';
import { lookAtFar } from './look-at-far';

/** A photo with its features and, if it helped to train or to choose, what folds without it say. */
export interface FinishedPhoto {
  sample: TrainingSample;
  features: Float32Array<ArrayBuffer>;
  /** Of a head that never learnt from it. */
  heldOutLogits: Float64Array;
}

interface FinishInput {
  id: string;
  name: string;
  plan: TrainingPlan;
  source: ModelBundle;
  trunk: TrunkFiles;
  backbone: Backbone;
  head: Head;
  photos: readonly FinishedPhoto[];
  /** What came of tuning the last block; `null` when nobody asked for it. */
  tuning: TuningReport | null;
  openPhoto: OpenTrainingPhoto;
  /** Where features are remembered from run to run. */
  features: FeatureFiles;
  reader: ModelReader;
  signal?: AbortSignal | undefined;
  onFinish?: (progress: FinishProgress) => void;
}

/** Where finishing stands: looking at what the model should warn about, then choosing, then judging. */
export type FinishProgress =
  { step: 'far'; done: number; total: number } | { step: 'choose' } | { step: 'judge' };

/** A trained model as files, and what it says of photos that it never learnt from. */
export interface TrainedModel {
  manifest: Manifest;
  files: BundleFile[];
  /** Ids of the photos in the bank, by its rows. */
  bankPhotos: string[];
  predictions: Prediction[];
  /** What was and was not possible with these photos, a sentence each. */
  notes: string[];
  /** Why what the network saw was not remembered for the next run, or `null`. */
  problem: ClassifierError | null;
}

const GOLDEN_SEEDS = [1, 2, 3];
/** More photos would make calibration and bank hardly better, and take minutes to compare. */
const MOST_HONEST_PHOTOS = 1000;
/** Photos judged between two pauses. */
const PHOTOS_A_PAUSE = 64;
const HEAD_PATH = 'head.bin';

/**
 * Makes a model of a trained head: calibration, bank and warnings from photos judged by folds without
 * them, and its final figures from the test part, which nothing before this has looked at.
 *
 * @throws ClassifierError as `makeHonest`, `judge`, `ModelReader.read`; `cancelled`.
 */
export async function finishModel(input: FinishInput): Promise<TrainedModel> {
  const { plan, photos, head, trunk, backbone, tuning, signal, onFinish } = input;
  const pause = () => rest(signal);
  const headFile = { path: HEAD_PATH, bytes: writeNumbers(toHeadFile(head)) };
  const golden = await runGolden(backbone, head);
  const draft = parseManifest(describe(input, await toPart(headFile), golden));
  const developed = photos.filter(({ sample }) => sample.part !== 'test');
  const chosen = pickReferences(
    developed.map(({ sample }) => sample.label),
    MOST_HONEST_PHOTOS,
    plan.settings.seed,
  ).flatMap((i) => developed[i] ?? []);
  const far = await lookAtFar({ ...input, photos: chosen }, (done, total) => {
    onFinish?.({ step: 'far', done, total });
    return pause();
  });
  onFinish?.({ step: 'choose' });
  const honesty = await makeHonest({
    photos: chosen.map(({ sample, features, heldOutLogits }) => ({
      logits: heldOutLogits,
      features,
      label: sample.label,
      hash: sample.id,
    })),
    heldOut: true,
    manifest: draft,
    golden,
    parts: backbone.domainParts,
    far: far.features.map((features) => ({ features, logits: answer(head, features) })),
    evaluates: false,
    pause,
    fingerprint,
  });
  const notes = [...(tuning ? [describeTuning(tuning)] : []), ...honesty.notes];
  const files = [headFile, ...trunk.files];
  if (honesty.bank && honesty.manifest.detector) {
    const { path } = honesty.manifest.detector.bank;
    files.push({ path, bytes: new Uint8Array(honesty.bank) });
  }
  const calibrated = setThresholds(honesty.manifest, developed);
  const bundle = await readBack(calibrated, files, input);
  onFinish?.({ step: 'judge' });
  const judged: Judged[] = [];
  for (const photo of photos) {
    if (judged.length % PHOTOS_A_PAUSE === 0) await pause();
    judged.push(judgePhoto(bundle, photo, head));
  }
  await pause();
  const manifest = parseManifest({
    ...calibrated,
    evaluation: evaluate(calibrated, photos, judged, notes),
  } satisfies Manifest);
  return {
    manifest,
    files: [...describeFiles(manifest), ...files],
    bankPhotos: honesty.bankHashes,
    predictions: predict(manifest, photos, judged),
    notes,
    problem: far.problem,
  };
}

function describe(
  { id, name, plan, source, trunk, tuning }: FinishInput,
  head: FilePart,
  golden: readonly { seed: number; logits: Float64Array }[],
): Manifest {
  const { labels, samples, item } = plan;
  const learnt = samples.filter(({ part }) => part === 'train').length;
  const { orientation: _, ...input } = source.manifest.input;
  return {
    format: 'bearings-model',
    version: 1,
    id,
    name,
    summary: `Tells ${labels.length} labels apart, trained with Bearings.`,
    labels: [...labels],
    input: { ...input, fit: fitOf(item.method) },
    network: { kind: 'head-on-trunk', trunk: trunk.trunk, head },
    output: 'logits',
    calibration: null,
    detector: null,
    thresholds: { confidence: 0.5, falseAlarmRate: 0.05 },
    golden: pinGolden(golden, 'logits'),
    evaluation: null,
    provenance: {
      trainedOn: `${learnt} photos that its maker collected; ${samples.length - learnt} more to choose by and to test with.`,
      madeWith: describeMaking(source.manifest.name, plan, tuning),
      credits: trunkCredits(source),
    },
    licence: 'Up to its maker. The network below the head has its own licence (trunk/trunk.json).',
  };
}

function trunkCredits({ network, manifest }: ModelBundle): string[] {
  return network.kind === 'head-on-trunk'
    ? network.trunk.spec.credits
    : manifest.provenance.credits;
}

async function runGolden(backbone: Backbone, head: Head) {
  const golden: { seed: number; logits: Float64Array }[] = [];
  for (const seed of GOLDEN_SEEDS) {
    const { width, height } = backbone.target;
    golden.push({
      seed,
      logits: answer(head, await backbone.run(goldenImage(seed, width, height))),
    });
  }
  return golden;
}

function setThresholds(manifest: Manifest, photos: readonly FinishedPhoto[]): Manifest {
  const { calibration, output, detector } = manifest;
  const probabilities = photos.map(({ heldOutLogits }) =>
    toProbabilities(heldOutLogits, output, calibration),
  );
  const truths = photos.map(({ sample }) => sample.label);
  return {
    ...manifest,
    thresholds: {
      confidence: findConfidenceFloor(probabilities, truths),
      falseAlarmRate: lowestRate(detector?.heldOutDistances.length ?? Infinity),
    },
  };
}

/** Reads the model back from its files: what is judged is what will be opened. */
function readBack(
  manifest: Manifest,
  files: readonly BundleFile[],
  { name, reader, signal }: FinishInput,
): Promise<ModelBundle> {
  const held = [...describeFiles(manifest), ...files].map(({ path, bytes }) => ({
    path,
    content: bytes,
  }));
  return reader.read(new MemoryFiles(name, held), MANIFEST_NAME, signal ? { signal } : {});
}

function describeFiles(manifest: Manifest): BundleFile[] {
  return [
    toFile(MANIFEST_NAME, manifest),
    toLabelsFile(manifest.labels),
    toFile('CARD.md', describeCard('a model trained with Bearings', manifest)),
  ];
}

type Judged = JudgedPhoto & { truth: number };

function judgePhoto(bundle: ModelBundle, photo: FinishedPhoto, head: Head): Judged {
  const { sample, features, heldOutLogits } = photo;
  const isUnseen = sample.part === 'test';
  const logits = isUnseen ? answer(head, features) : heldOutLogits;
  // The bank knows the others by heart: to them nothing looks odd.
  const evidence = isUnseen
    ? judge(bundle, { logits: Float32Array.from(logits), features }, bundle.manifest.labels.length)
    : null;
  return { truth: sample.label, logits, domain: evidence && judgeDomain(evidence) };
}

function evaluate(
  manifest: Manifest,
  photos: readonly FinishedPhoto[],
  judged: readonly Judged[],
  notes: readonly string[],
) {
  const tested = judged.filter((_, i) => photos[i]?.sample.part === 'test');
  if (tested.length > 0) {
    return evaluatePhotos(manifest, tested, {
      data: `${tested.length} photos put aside for the test: nothing was trained, chosen or calibrated on them.`,
      notes,
    });
  }
  return evaluatePhotos(manifest, judged, {
    data: `${judged.length} photos, each judged by a head trained without it (in folds). No photos were put aside for a test, and it was calibrated on these: new photos may do worse.`,
    notes,
  });
}

function predict(
  { output, calibration }: Manifest,
  photos: readonly FinishedPhoto[],
  judged: readonly Judged[],
): Prediction[] {
  return photos.map(({ sample: { id, part, label } }, i) => ({
    id,
    part,
    label,
    probabilities: toProbabilities(judged[i]?.logits ?? [], output, calibration),
    familiarity: judged[i]?.domain?.pValue ?? null,
  }));
}
