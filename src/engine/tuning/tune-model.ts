import { fitTemperature, negativeLogLikelihood } from '../../core/calibration';
import { compareLosses, isClearlyBetter } from '../../core/training/compare-losses';
import { answer, type Head, measureHead } from '../../core/training/head';
import type { TrainingPlan, TuningReport } from '../../core/training/training-plan';
import { TUNING_ROUNDS } from '../../core/training/tuning-cost';
import type { LastBlock } from '../../model/last-block';
import type { PackedBlock } from '../../model/tuned-trunk';
import type { JudgedFold, ViewedPhoto } from '../training/judge-by-folds';
import type { BlockInputs } from './block-inputs';
import type { TunedView, TuningStart } from './block-tuner';
import { computeTuned, tuneRounds, type TunedPhoto, type TuningHooks } from './tune-rounds';

export interface TuneModelInput {
  block: LastBlock;
  /** Of the block's input. */
  size: { height: number; width: number };
  inputs: BlockInputs;
  plan: TrainingPlan;
  photos: readonly ViewedPhoto[];
  /** Where the tap that the block ends in lies in the trunk's features. */
  tap: { start: number; length: number };
  /** What was trained without tuning: the head, its folds, and what these say of each photo. */
  head: Head;
  featureScale: Float32Array;
  folds: readonly JudgedFold[];
  heldOutLogits: readonly (Float64Array | null)[];
}

export interface TuneModelHooks extends Pick<TuningHooks, 'signal' | 'guard'> {
  onProgress?: ((done: number, total: number) => void) | undefined;
}

/** A tuned block and the head on it, with what they say of each photo. */
export interface TunedModel {
  block: PackedBlock;
  /** Reads the trunk's features, then the tuned ones. */
  head: Head;
  /** Plain views: the trunk's features with the tuned ones behind them. */
  features: Float32Array<ArrayBuffer>[];
  /** Of a block and a head that never learnt from the photo; `null` for the test part. */
  heldOutLogits: (Float64Array | null)[];
}

/**
 * Tunes the last block of the trunk through a trained head ("linear probing, then fine-tuning": Kumar
 * et al. 2022, arXiv 2202.10054), and keeps the outcome only when it helps. The head stays as it is:
 * it is at its best already, and moving it along made photos left out worse.
 *
 * Two things keep its figures honest. The tuned block stands beside the old one and gives a tap of its
 * own, for the head alone: the domain scores and their bank go on by features that have learnt from none
 * of these photos, so that a photo which taught the block looks no more familiar than a new one. And
 * what is said of a photo outside the test part comes from a block and a head that both learnt
 * without it and its group: every fold is tuned anew, from the fold's own head, for as many rounds.
 * Tuning on the train part once and judging by that would be five times as fast, but the photos of the
 * train part would then judge themselves, in calibration and in the list of likely wrong labels.
 *
 * It is kept when the photos to choose by have a lower loss, and when that of the photos of the folds is
 * lower by more than one standard error: of two models that may be as good as each other, the simpler
 * one (Breiman et al., "Classification and Regression Trees", 1984). These are compared at their best
 * temperatures: sharper answers alone are no gain, calibration gives those anyway.
 *
 * @throws ClassifierError as `tuneRounds`.
 */
export async function tuneModel(
  input: TuneModelInput,
  hooks: TuneModelHooks,
): Promise<{ report: TuningReport; tuned: TunedModel | null }> {
  const { photos, plan, folds } = input;
  const views = photos.map((photo) => listViews(photo, input.inputs));
  const tunable = photos.map(({ sample }, i) => ({ views: views[i] ?? [], label: sample.label }));
  const pick = (part: string) => tunable.filter((_, i) => photos[i]?.sample.part === part);
  const watched = pick('valid');
  const before = measureHead(input.head, {
    features: watched.map((photo) => photo.views[0]?.features ?? new Float32Array()),
    labels: watched.map(({ label }) => label),
  });
  const report: TuningReport = { kept: false, rounds: 0, validLoss: null, heldOutLoss: null };
  if (!before) return { report, tuned: null };
  let done = 0;
  let total = TUNING_ROUNDS * (1 + folds.length);
  const count = () => hooks.onProgress?.(++done, total);
  hooks.onProgress?.(0, total);
  const tune = (start: TuningStart, learnt: readonly TunedPhoto[], rounds?: number) =>
    tuneRounds(
      start,
      learnt,
      rounds === undefined ? watched : [],
      plan.settings,
      { ...hooks, onRound: count },
      rounds,
    );
  const start = startFrom(input, input.head);
  const best = await tune(start, pick('train'));
  const rounds = best.round + 1;
  report.rounds = rounds;
  report.validLoss = { before: before.loss, after: best.figures?.loss ?? Infinity };
  if (report.validLoss.after >= before.loss) return { report, tuned: null };

  total = done + folds.length * rounds;
  const heldOutLogits = photos.map((): Float64Array | null => null);
  for (const { head, learnt, held } of folds) {
    const from = startFrom(input, head);
    const own = await tune(
      from,
      learnt.flatMap((i) => tunable[i] ?? []),
      rounds,
    );
    const plain = held.flatMap((i) => views[i]?.[0] ?? []);
    const features = await computeTuned(from, own.block, plain, hooks);
    held.forEach((i, at) => {
      heldOutLogits[i] = answer(from.head, features[at] ?? new Float32Array());
    });
  }
  report.heldOutLoss = compareLosses(
    measureLosses(photos, input.heldOutLogits),
    measureLosses(photos, heldOutLogits),
  );
  if (!isClearlyBetter(report.heldOutLoss)) return { report, tuned: null };
  const plain = views.flatMap((own) => own[0] ?? []);
  const features = await computeTuned(start, best.block, plain, hooks);
  return {
    report: { ...report, kept: true },
    tuned: { block: best.block, head: start.head, features, heldOutLogits },
  };
}

function listViews({ sample, views }: ViewedPhoto, inputs: BlockInputs): TunedView[] {
  return views.map((features, copy) => ({ features, input: inputs.get(sample.id, copy) }));
}

/**
 * The head reads the tuned features from where they are now, and gives the same answers at first: what
 * it had learnt of the block's tap moves over to the copy.
 */
function startFrom(
  { block, size, featureScale, tap }: TuneModelInput,
  { weights, biases }: Head,
): TuningStart {
  const length = featureScale.length;
  const wide = length + tap.length;
  const moved = new Float32Array(biases.length * wide);
  for (let label = 0; label < biases.length; label++) {
    const row = weights.slice(label * length, (label + 1) * length);
    const own = row.slice(tap.start, tap.start + tap.length);
    moved.set(row.fill(0, tap.start, tap.start + tap.length), label * wide);
    moved.set(own, label * wide + length);
  }
  const scale = new Float32Array(wide);
  scale.set(featureScale);
  scale.set(featureScale.subarray(tap.start, tap.start + tap.length), length);
  return {
    block: block.weights,
    shape: block.shape,
    ...size,
    head: { weights: moved, biases },
    featureScale: scale,
  };
}

/** Each photo's loss in nats, at the best temperature for all; the test part is left out. */
function measureLosses(
  photos: readonly ViewedPhoto[],
  logits: readonly (Float64Array | null)[],
): number[] {
  const judged = photos.flatMap(({ sample }, i) => {
    const own = logits[i];
    return own ? [{ own, label: sample.label }] : [];
  });
  const temperature = fitTemperature(
    judged.map(({ own }) => own),
    judged.map(({ label }) => label),
  );
  return judged.map(({ own, label }) => negativeLogLikelihood([own], [label], temperature));
}
