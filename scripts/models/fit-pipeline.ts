import { openBank } from '../../src/core/bank';
import { fitCalibration } from '../../src/core/calibrate/fit-calibration';
import type { BuiltDetector } from '../../src/core/detectors/assemble-detector';
import { buildDetector } from '../../src/core/detectors/build-detector';
import { type OpenDetector, openDetector } from '../../src/core/detectors/open-detector';
import type { FeaturePart } from '../../src/core/detectors/parts';
import { DEFAULT_FALSE_ALARM_RATE } from '../../src/core/draft-manifest';
import type { Calibration } from '../../src/core/manifest';
import { toProbabilities } from '../../src/core/probabilities';
import { createRandom } from '../../src/core/random';
import { splitFolds } from '../../src/core/split';
import { trainHead } from '../../src/engine/train-head';
import type { Recipe } from './recipe';

/** Photos with all that is known of them. */
export interface Samples {
  /** For each view, features of each photo; the plain view first. */
  views: readonly (readonly Float32Array[])[];
  labels: readonly number[];
  groups: readonly number[];
  /** The trunk's taps that domain scores go by, within the features. */
  domainParts: readonly FeaturePart[];
  /** Features of corrupted and synthetic pictures, for the bake-off. */
  far: readonly Float32Array[];
}

/** Everything that is fitted on photos: what a model folder holds. */
export interface Pipeline {
  head: Float32Array;
  steps: number;
  calibration: Calibration;
  /** Why it is calibrated as it is. */
  calibrationNotes: string[];
  confidenceThreshold: number;
  /** Chosen by the bake-off. */
  detector: BuiltDetector;
  judgeDomain: OpenDetector;
}

/** A photo with what a head that never saw it says of it. */
interface Judged {
  photo: number;
  logits: number[];
}

/** More photos change neither the choice nor the rate, and take memory by their square. */
const MOST_DETECTOR_PHOTOS = 600;
const DRAW_SEED = 1;
/** Stated accuracy of matches, which the default confidence threshold aims for. */
export const MATCH_ACCURACY = 0.95;

/** Factor that brings unit-length features of a tap to about 1 each: kinder to the optimiser. */
const UNIT = 18;

/** Folds inside the photos that a pipeline is fitted on. */
const FOLDS = 5;

/** Fits a pipeline on the photos with these indices, and on no others. */
export async function fitPipeline(
  samples: Samples,
  dev: readonly number[],
  parts: { fit: number[]; judge: number[] },
  recipe: Recipe,
  seed: number,
): Promise<Pipeline> {
  const steps = await findSteps(samples, parts.fit, recipe, seed);
  const folds = recipe.calibrateOn === 'five-folds';
  const own = folds ? null : await train(samples, parts.fit, recipe, steps);
  const judged = own
    ? parts.judge.map((photo) => ({ photo, logits: applyHead(own, samples, photo) }))
    : await judgeByFolds(samples, dev, recipe, steps, seed);
  const head = own ?? (await train(samples, dev, recipe, steps));
  const truths = judged.map(({ photo }) => samples.labels[photo] ?? -1);
  const logits = judged.map((one) => one.logits);
  const { calibration, notes } = fitCalibration({
    logits,
    truths,
    labelCount: recipe.labels.length,
    output: 'logits',
    heldOut: true,
    groups: judged.map(({ photo }) => samples.groups[photo] ?? -1),
    seed,
  });
  if (!calibration) throw new RangeError(notes.join(' '));
  const probabilities = logits.map((row) => toProbabilities(row, 'logits', calibration));
  const outOfFold = own ? await judgeByFolds(samples, dev, recipe, steps, seed) : judged;
  const detector = await fitDetector(samples, outOfFold, head, recipe, steps);
  return {
    head,
    steps,
    calibration,
    calibrationNotes: notes,
    confidenceThreshold: findConfidenceThreshold(probabilities, truths),
    detector,
    judgeDomain: open(detector),
  };
}

/** Chooses a detector on photos whose logits come from heads that never saw them. */
function fitDetector(
  samples: Samples,
  judged: readonly Judged[],
  head: Float32Array,
  recipe: Recipe,
  steps: number,
): Promise<BuiltDetector> {
  const drawn = createRandom(DRAW_SEED).shuffle(judged).slice(0, MOST_DETECTOR_PHOTOS);
  const photos = drawn.map(({ photo, logits }) => ({
    features: samples.views[0]?.[photo] ?? [],
    logits,
    label: samples.labels[photo] ?? -1,
    group: samples.groups[photo] ?? -1,
  }));
  return buildDetector(photos, {
    parts: samples.domainParts,
    falseAlarmRate: DEFAULT_FALSE_ALARM_RATE,
    far: samples.far.map((features) => ({ features, logits: applyTo(head, features) })),
    usesLogits: true,
    // The very head, trained anew without the label; what it would say of that label is left out.
    refit: () => async (indices) => {
      const seen = indices.map((i) => drawn[i]?.photo ?? -1);
      const known = new Set(seen.map((photo) => samples.labels[photo] ?? -1));
      const refitted = await train(samples, seen, recipe, steps);
      return (i) =>
        applyHead(refitted, samples, drawn[i]?.photo ?? -1).filter((_, label) => known.has(label));
    },
    pause: () => Promise.resolve(),
  });
}

function open({ spec, bytes }: BuiltDetector): OpenDetector {
  const bank = { path: 'bank.bin', bytes: bytes.length, sha256: '' };
  return openDetector({ ...spec, bank }, openBank(bytes, spec.features.length, spec.bankLabels));
}

/** Logits of a photo's plain view. */
export function applyHead(head: Float32Array, samples: Samples, photo: number): number[] {
  return applyTo(head, samples.views[0]?.[photo] ?? new Float32Array());
}

/** Logits of a picture by its features. */
export function applyTo(head: Float32Array, features: Float32Array): number[] {
  const labelCount = head.length / (features.length + 1);
  const logits = Array.from(head.slice(features.length * labelCount));
  features.forEach((value, i) => {
    for (let label = 0; label < labelCount; label++) {
      logits[label] = (logits[label] ?? 0) + value * (head[i * labelCount + label] ?? 0);
    }
  });
  return logits;
}

/** Early stop: after how many steps photos that were not trained on are judged best. */
async function findSteps(
  samples: Samples,
  indices: readonly number[],
  recipe: Recipe,
  seed: number,
): Promise<number> {
  const folds = splitFolds(pick(samples, indices), FOLDS, seed);
  // A single part of few photos says where chance wants to stop; all five together say more.
  const watchedFolds = recipe.calibrateOn === 'five-folds' ? FOLDS : 1;
  const losses = new Map<number, number>();
  for (let fold = 0; fold < watchedFolds; fold++) {
    const seen = indices.filter((_, i) => folds[i] !== fold);
    const watched = indices.filter((_, i) => folds[i] === fold);
    await trainHead(examplesOf(samples, seen, recipe.views.length), {
      ...trainingOptions(recipe, samples),
      watched: examplesOf(samples, watched, 1),
      onProgress: ({ step, loss }) => losses.set(step, (losses.get(step) ?? 0) + (loss ?? NaN)),
    });
  }
  const [best] = [...losses].sort(([, a], [, b]) => a - b);
  return best?.[0] ?? recipe.training.steps;
}

async function train(
  samples: Samples,
  indices: readonly number[],
  recipe: Recipe,
  steps: number,
): Promise<Float32Array> {
  const examples = examplesOf(samples, indices, recipe.views.length);
  // The whole schedule's step sizes, cut off where the early stop said.
  const { values } = await trainHead(examples, {
    ...trainingOptions(recipe, samples),
    stopAfter: steps,
  });
  return values;
}

async function judgeByFolds(
  samples: Samples,
  dev: readonly number[],
  recipe: Recipe,
  steps: number,
  seed: number,
): Promise<Judged[]> {
  const folds = splitFolds(pick(samples, dev), FOLDS, seed);
  const judged: Judged[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const rest = dev.filter((_, i) => folds[i] !== fold);
    const head = await train(samples, rest, recipe, steps);
    for (const photo of dev.filter((_, i) => folds[i] === fold)) {
      judged.push({ photo, logits: applyHead(head, samples, photo) });
    }
  }
  return judged;
}

function trainingOptions({ training, labels }: Recipe, samples: Samples) {
  const features = samples.views[0]?.[0]?.length ?? 0;
  const featureScale = new Array<number>(features).fill(UNIT);
  return { ...training, labelCount: labels.length, featureScale };
}

function examplesOf({ views, labels }: Samples, indices: readonly number[], viewCount: number) {
  const used = views.slice(0, viewCount);
  return {
    features: used.flatMap((rows) => indices.map((i) => rows[i] ?? new Float32Array())),
    labels: used.flatMap(() => indices.map((i) => labels[i] ?? -1)),
  };
}

/** The lowest threshold from 0.5 on whose matches are right as often as stated. */
function findConfidenceThreshold(probabilities: readonly number[][], truths: readonly number[]) {
  const answers = probabilities.map((row) => {
    const confidence = Math.max(...row);
    return { confidence, label: row.indexOf(confidence) };
  });
  for (let threshold = 0.5; threshold < 0.95; threshold += 0.05) {
    const matches = answers.flatMap(({ confidence, label }, i) =>
      confidence >= threshold ? [label === truths[i]] : [],
    );
    const right = matches.filter(Boolean).length;
    if (right >= MATCH_ACCURACY * matches.length) return round(threshold, 2);
  }
  return 0.95;
}

function pick({ labels, groups }: Samples, indices: readonly number[]) {
  return {
    labels: indices.map((i) => labels[i] ?? -1),
    groups: indices.map((i) => groups[i] ?? -1),
  };
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
