import { tensor4d, tidy } from '@tensorflow/tfjs-core';
import { ClassifierError } from '../../core/errors';
import type { TrainingSettings } from '../../core/studio/training-settings';
import { dealBatches, weighLabels } from '../../core/training/batches';
import { judgeRounds } from '../../core/training/early-stop';
import { type HeadFigures, measureHead } from '../../core/training/head';
import { planCycleStep } from '../../core/training/one-cycle';
import { TUNING_ROUNDS } from '../../core/training/tuning-cost';
import { packBlock, type PackedBlock } from '../../model/tuned-trunk';
import { rest } from '../give-back-thread';
import { runBlock } from './block-math';
import {
  BlockTuner,
  joinRows,
  toTensors,
  type TunedView,
  type TuningRules,
  type TuningStart,
} from './block-tuner';

/** A photo to learn from: its plain view and its changed copies, one of them in each round. */
export interface TunedPhoto {
  views: readonly TunedView[];
  label: number;
}

/** A tuned block. */
export interface TunedBlock {
  /** As it ships: everything said of it is said of these numbers. */
  block: PackedBlock;
  /** Index of the round that it is from. */
  round: number;
  /** On the watched photos; `null` without any. */
  figures: HeadFigures | null;
}

export interface TuningHooks {
  signal?: AbortSignal | undefined;
  onRound?: ((round: number) => void) | undefined;
  /** Fails as soon as the GPU goes away. */
  guard: <T>(work: Promise<T>) => Promise<T>;
}

/** The largest step, in units of a kernel's own size. */
const RATE = 3e-3;
/** The pull of every weight to where it started. */
const PULL = 1e-3;
/** Rounds without getting better before it is over. */
const PATIENCE = 3;
/** Views that a block is run on at a time: some 12 MB of numbers in between. */
const VIEWS_AT_ONCE = 32;

/**
 * Tunes a block round by round, along one cycle of learning rates.
 *
 * @param stopAfter Rounds to take of the cycle: all of them, or as many as another tuning took.
 * @throws ClassifierError `cancelled`; `result-not-finite` when it ran away; `engine-stopped`.
 */
export async function tuneRounds(
  start: TuningStart,
  photos: readonly TunedPhoto[],
  watched: readonly TunedPhoto[],
  settings: TrainingSettings,
  { signal, onRound, guard }: TuningHooks,
  stopAfter = TUNING_ROUNDS,
): Promise<TunedBlock> {
  const tuner = new BlockTuner(start, rulesOf(photos, start, settings));
  try {
    let best: TunedBlock | null = null;
    const losses: number[] = [];
    for (let round = 0; round < stopAfter; round++) {
      await goRound(tuner, photos, settings, round, signal);
      const isWatched = watched.length > 0;
      if (isWatched || round === stopAfter - 1) {
        const block = packBlock(start, await guard(tuner.readBlock()));
        const features = await computeTuned(
          start,
          block,
          watched.flatMap(({ views }) => views[0] ?? []),
          { signal, guard },
        );
        const labels = watched.map(({ label }) => label);
        const figures = measureHead(start.head, { features, labels });
        if (!isFinite(block)) {
          throw new ClassifierError('result-not-finite', 'tuning');
        }
        losses.push(figures?.loss ?? 0);
        if (!figures || judgeRounds(losses, null).best === losses.length - 1) {
          best = { block, round, figures };
        }
      }
      onRound?.(round);
      if (isWatched && judgeRounds(losses, PATIENCE).isOver) break;
    }
    if (!best) throw new ClassifierError('internal', 'no rounds to tune');
    return best;
  } finally {
    tuner.dispose();
  }
}

/**
 * The trunk's features of views, with those of a tuned block behind them.
 *
 * @throws ClassifierError `cancelled`, `engine-stopped`.
 */
export async function computeTuned(
  { shape, height, width }: Pick<TuningStart, 'shape' | 'height' | 'width'>,
  { weights }: Pick<PackedBlock, 'weights'>,
  views: readonly TunedView[],
  { signal, guard }: Pick<TuningHooks, 'signal' | 'guard'>,
): Promise<Float32Array<ArrayBuffer>[]> {
  const tensors = toTensors(weights, shape);
  const rows: Float32Array<ArrayBuffer>[] = [];
  try {
    for (let from = 0; from < views.length; from += VIEWS_AT_ONCE) {
      const some = views.slice(from, from + VIEWS_AT_ONCE);
      const features = tidy(() => {
        const inputs = joinRows(some.map(({ input }) => input));
        return runBlock(tensors, tensor4d(inputs, [some.length, height, width, shape.in])).features;
      });
      try {
        const values = await guard(features.data<'float32'>());
        some.forEach((view, i) =>
          rows.push(joinPair(view.features, values.subarray(i * shape.out, (i + 1) * shape.out))),
        );
      } finally {
        features.dispose();
      }
      await rest(signal);
    }
    return rows;
  } finally {
    for (const tensor of Object.values(tensors)) tensor.dispose();
  }
}

async function goRound(
  tuner: BlockTuner,
  photos: readonly TunedPhoto[],
  { seed, batchSize }: TrainingSettings,
  round: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const batches = dealBatches(photos.length, batchSize, seed, round);
  for (const [index, batch] of batches.entries()) {
    const { learningRate } = planCycleStep(round * batches.length + index, {
      peak: RATE,
      steps: TUNING_ROUNDS * batches.length,
    });
    const views = batch.flatMap((at) => {
      const photo = photos[at];
      const view = photo?.views[(at + round) % photo.views.length];
      return photo && view ? [{ ...view, label: photo.label }] : [];
    });
    tuner.step(views, learningRate);
    await rest(signal);
  }
}

function rulesOf(
  photos: readonly TunedPhoto[],
  { head }: TuningStart,
  settings: TrainingSettings,
): TuningRules {
  const labels = photos.map(({ label }) => label);
  return {
    labelSmoothing: settings.labelSmoothing,
    labelWeights: settings.weighLabels ? weighLabels(labels, head.biases.length) : null,
    pull: PULL,
  };
}

function isFinite({ weights }: PackedBlock): boolean {
  const { expand, expandBias, depthwise, depthwiseBias, project, projectBias } = weights;
  return [expand, expandBias, depthwise, depthwiseBias, project, projectBias].every((values) =>
    values.every(Number.isFinite),
  );
}

function joinPair(first: Float32Array, second: Float32Array): Float32Array<ArrayBuffer> {
  const joined = new Float32Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
