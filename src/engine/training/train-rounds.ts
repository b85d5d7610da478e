import { ClassifierError } from '../../core/errors';
import { dealBatches, weighLabels } from '../../core/training/batches';
import { judgeRounds } from '../../core/training/early-stop';
import {
  FINDER_STEPS,
  suggestLearningRate,
  sweepLearningRates,
} from '../../core/training/find-learning-rate';
import { type Examples, type Head, measureHead } from '../../core/training/head';
import {
  blankState,
  copyState,
  type HeadState,
  HeadTrainer,
  type HeadTrainerOptions,
} from '../../core/training/head-trainer';
import { planCycleStep } from '../../core/training/one-cycle';
import type { RateSearch, Round } from '../../core/training/training-plan';
import type { TrainingSettings } from '../../core/studio/training-settings';
import { rest } from '../give-back-thread';

/** A photo to learn from: its plain view and its changed copies, one of them in each round. */
interface LearntPhoto {
  views: readonly Float32Array[];
  label: number;
}

export interface RoundsInput {
  photos: readonly LearntPhoto[];
  /** Photos to watch: the best round is the one that did best on them. May be empty. */
  watched: Examples;
  labelCount: number;
  featureScale: Float32Array;
  settings: TrainingSettings;
}

/** Where training stands: enough to go on from after a pause or a crash. */
export interface RoundsCheckpoint {
  rate: RateSearch;
  rounds: Round[];
  state: HeadState;
  /** The best head so far and the index of its round. */
  best: { head: Head; round: number };
}

export interface RoundsHooks {
  signal?: AbortSignal | undefined;
  onRate?: ((rate: RateSearch) => void) | undefined;
  /** Called after each round; what it is given is never changed afterwards. */
  onRound?: ((checkpoint: RoundsCheckpoint) => void) | undefined;
}

/** The longest that the thread is kept. */
const SLICE_MS = 25;
/** A gentle pull on the weights of scaled features, half of what fastai's Adam takes by default. */
const WEIGHT_DECAY = 0.005;
const FINDER_MOMENTUM = 0.9;
/** Where the finder can't tell, on features with a mean square of 1. */
const USUAL_RATE = 3e-3;

/**
 * Trains a head: finds a learning rate, then goes round the photos along one cycle.
 *
 * @param from Goes on from here.
 * @throws ClassifierError `cancelled`, or `result-not-finite` when training ran away.
 */
export async function trainRounds(
  input: RoundsInput,
  hooks: RoundsHooks = {},
  from: RoundsCheckpoint | null = null,
): Promise<RoundsCheckpoint> {
  const { settings, watched } = input;
  const desk = layOut(input);
  const rate = from?.rate ?? (await searchRate(desk, settings, hooks));
  hooks.onRate?.(rate);
  const trainer = new HeadTrainer(
    desk.examples,
    desk.options,
    from ? copyState(from.state) : desk.blank(),
  );
  let checkpoint = from;
  const losses = (from?.rounds ?? []).map((round) => round.validLoss ?? round.trainLoss);
  const patience = watched.features.length > 0 ? settings.patience : null;
  for (let round = from?.rounds.length ?? 0; round < settings.epochs; round++) {
    if (judgeRounds(losses, patience).isOver) break;
    const { loss, learningRate } = await goRound(
      trainer,
      desk,
      rate.chosen,
      settings,
      round,
      hooks,
    );
    const head = trainer.readHead();
    const seen = measureHead(head, watched);
    const judged = seen?.loss ?? loss;
    if (!Number.isFinite(judged)) throw new ClassifierError('result-not-finite', 'training');
    losses.push(judged);
    // Without photos to watch, the last round is the one that the schedule was made for.
    const isBest = seen === null || judgeRounds(losses, null).best === round;
    checkpoint = {
      rate,
      rounds: [
        ...(checkpoint?.rounds ?? []),
        {
          trainLoss: loss,
          validLoss: seen?.loss ?? null,
          validAccuracy: seen?.accuracy ?? null,
          learningRate,
        },
      ],
      state: copyState(trainer.state),
      best: isBest || !checkpoint ? { head, round } : checkpoint.best,
    };
    hooks.onRound?.(checkpoint);
    // Rounds over few photos are done before any of them would have rested.
    await rest(hooks.signal);
  }
  if (!checkpoint) throw new ClassifierError('internal', 'no rounds to train');
  return checkpoint;
}

/**
 * Trains a head on other photos in just the same way, and stops after as many rounds: what the first
 * one would have become without the photos that this one is to judge.
 */
export async function retrace(
  input: RoundsInput,
  rate: RateSearch,
  rounds: number,
  hooks: RoundsHooks = {},
): Promise<Head> {
  const desk = layOut(input);
  const trainer = new HeadTrainer(desk.examples, desk.options, desk.blank());
  for (let round = 0; round < rounds; round++) {
    await goRound(trainer, desk, rate.chosen, input.settings, round, hooks);
  }
  return trainer.readHead();
}

/** Photos laid out for the trainer. */
interface Desk {
  examples: Examples;
  options: HeadTrainerOptions;
  count: number;
  /** The index of the view that a photo shows in a round. */
  viewOf(photo: number, round: number): number;
  blank(): HeadState;
}

function layOut({ photos, labelCount, featureScale, settings }: RoundsInput): Desk {
  const starts: number[] = [];
  const features: Float32Array[] = [];
  const labels: number[] = [];
  for (const { views, label } of photos) {
    starts.push(features.length);
    for (const view of views) {
      features.push(view);
      labels.push(label);
    }
  }
  const own = photos.map(({ label }) => label);
  return {
    examples: { features, labels },
    options: {
      labelCount,
      labelSmoothing: settings.labelSmoothing,
      ...(settings.weighLabels ? { labelWeights: weighLabels(own, labelCount) } : {}),
      weightDecay: WEIGHT_DECAY,
      featureScale,
    },
    count: photos.length,
    viewOf: (photo, round) =>
      (starts[photo] ?? 0) + ((photo + round) % (photos[photo]?.views.length ?? 1)),
    blank: () => blankState(labelCount, featureScale.length),
  };
}

async function searchRate(
  desk: Desk,
  { batchSize, seed, learningRate, ...settings }: TrainingSettings,
  { signal }: RoundsHooks,
): Promise<RateSearch> {
  if (learningRate !== null) return { points: [], suggestion: null, chosen: learningRate };
  const trainer = new HeadTrainer(desk.examples, desk.options, desk.blank());
  const perRound = Math.ceil(desk.count / batchSize);
  const batchOf = (step: number) => {
    const round = Math.floor(step / perRound);
    const batch = dealBatches(desk.count, batchSize, seed, round)[step % perRound] ?? [];
    return batch.map((photo) => desk.viewOf(photo, round));
  };
  const points: RateSearch['points'] = [];
  const rest = createRest(signal);
  for (const point of sweepLearningRates((rate, step) =>
    trainer.step(batchOf(step), rate, FINDER_MOMENTUM),
  )) {
    points.push(point);
    await rest();
  }
  const suggestion = suggestLearningRate(points);
  const chosen = suggestion ? chooseRate(suggestion, perRound * settings.epochs) : USUAL_RATE;
  return { points, suggestion, chosen };
}

/** A short run needs larger steps to get anywhere than the finder's hundred say. */
function chooseRate({ valley }: { valley: number }, steps: number): number {
  return Math.min(USUAL_RATE * 10, valley * Math.max(1, Math.sqrt((10 * FINDER_STEPS) / steps)));
}

async function goRound(
  trainer: HeadTrainer,
  desk: Desk,
  peak: number,
  { batchSize, seed, epochs }: TrainingSettings,
  round: number,
  { signal }: RoundsHooks,
): Promise<{ loss: number; learningRate: number }> {
  const batches = dealBatches(desk.count, batchSize, seed, round);
  const rest = createRest(signal);
  let loss = 0;
  let learningRate = 0;
  for (const [index, batch] of batches.entries()) {
    const step = round * batches.length + index;
    const at = planCycleStep(step, { peak, steps: epochs * batches.length });
    const views = batch.map((photo) => desk.viewOf(photo, round));
    loss += trainer.step(views, at.learningRate, at.momentum) * batch.length;
    learningRate = at.learningRate;
    await rest();
  }
  return { loss: loss / desk.count, learningRate };
}

/** Gives the thread back every so often, so that a request to cancel can arrive. */
function createRest(signal: AbortSignal | undefined): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < SLICE_MS) return;
    await rest(signal);
    since = performance.now();
  };
}
