import type { BackendPreference } from '../../core/classification';
import { ClassifierError, type ErrorCode } from '../../core/errors';
import { countTrainPhotos, isEnoughToTrain } from '../../core/training/enough-photos';
import { countFolds } from '../../core/training/folds';
import { answer, type Head, measureHead } from '../../core/training/head';
import { scaleFeatures } from '../../core/training/scale-features';
import type {
  Prediction,
  RateSearch,
  Round,
  TrainingPlan,
  TrainingSample,
  TuningReport,
} from '../../core/training/training-plan';
import type { Part } from '../../core/studio/sample';
import type { ModelFiles } from '../../model/model-files';
import type { ModelBundle, ModelReader } from '../../model/read-model';
import type { Engine } from '../engine';
import type { Network } from '../network';
import { openTuning } from '../tuning/open-tuning';
import { takeBackbone } from './backbone';
import { extractFeatures, type ExtractProgress, type OpenTrainingPhoto } from './extract-features';
import type { FeatureFiles } from './feature-cache';
import {
  finishModel,
  type FinishedPhoto,
  type FinishProgress,
  type TrainedModel,
} from './finish-model';
import {
  type JudgedFold,
  judgeByFolds,
  plainOf,
  toLearnt,
  type ViewedPhoto,
} from './judge-by-folds';
import { takeTrunk } from './take-trunk';
import { type RoundsCheckpoint, type RoundsHooks, trainRounds } from './train-rounds';

/** Where a training run stands. */
export type TrainingProgress =
  | { stage: 'open' }
  | ({ stage: 'features' } & ExtractProgress)
  | { stage: 'rate'; rate: RateSearch }
  | { stage: 'rounds'; rounds: readonly Round[]; total: number; remainingMs: number | null }
  | { stage: 'folds'; done: number; total: number }
  | { stage: 'tune'; done: number; total: number; remainingMs: number | null }
  | ({ stage: 'finish' } & FinishProgress);

export interface TrainModelOptions {
  engine: Engine;
  reader: ModelReader;
  /** The model whose features are learnt from, and the folder that it was read from. */
  source: { bundle: ModelBundle; files: ModelFiles };
  plan: TrainingPlan;
  /** The new model's own: small letters, digits and hyphens. */
  id: string;
  name: string;
  openPhoto: OpenTrainingPhoto;
  /** Where features are remembered from run to run. */
  features: FeatureFiles;
  backend?: BackendPreference;
  /** Goes on from here; the plan must be the same. */
  from?: RoundsCheckpoint | null;
  signal?: AbortSignal;
  onProgress?: (progress: TrainingProgress) => void;
  /** Called after each round with all that is needed to go on from there. */
  onCheckpoint?: (checkpoint: RoundsCheckpoint) => void;
}

/** A trained model and how it came about. */
export interface TrainingOutcome extends TrainedModel {
  rate: RateSearch;
  rounds: Round[];
  /** Index of the round whose head it is. */
  bestRound: number;
  /** What came of tuning the last block; `null` when nobody asked for it. */
  tuning: TuningReport | null;
  /** Share right on each part; `null` where it is empty. */
  accuracy: Record<Part, number | null>;
  /** Photos that could not be opened: nothing was learnt from them. */
  failures: { id: string; code: ErrorCode }[];
  /** Photos that had to be looked at; the others were remembered. */
  looked: number;
  /** Why features were not remembered for the next run, or `null`. */
  problem: ClassifierError | null;
}

/**
 * Trains a model: features of all photos, a head on them, the same in folds for honest figures, and a
 * bundle of it all. The same photos, settings and seed give the same model on the same backend.
 *
 * @throws ClassifierError `training-too-few`, `training-no-features`, `cancelled`, `engine-stopped`,
 *   and as `Engine.openAside`, `trainRounds` and `finishModel`.
 */
export async function trainModel(options: TrainModelOptions): Promise<TrainingOutcome> {
  const { engine, source, plan, signal, onProgress } = options;
  checkPlan(plan.samples, plan.labels.length);
  onProgress?.({ stage: 'open' });
  const trunk = await takeTrunk(source.bundle, source.files, signal);
  const work = async (network: Network): Promise<TrainingOutcome> => {
    const backbone = takeBackbone(source.bundle, network);
    const desk = plan.settings.fineTunedBlocks > 0 ? await openTuning(source.bundle, plan) : null;
    try {
      const extracted = await extractFeatures(backbone, plan, {
        openPhoto: options.openPhoto,
        files: options.features,
        signal,
        taker: desk?.inputs,
        onProgress: (progress) => onProgress?.({ stage: 'features', ...progress }),
      });
      const photos = gatherPhotos(plan.samples, extracted.views);
      checkPlan(
        photos.map(({ sample }) => sample),
        plan.labels.length,
      );
      const trained = await trainOn(photos, backbone.taps, options);
      const { rate, rounds, best } = trained.checkpoint;
      const whole = { trunk, backbone, head: best.head, photos: trained.finished };
      const { report, tuned } = desk
        ? await desk.tune({ ...trained, ...whole, viewed: photos }, options)
        : { report: null, tuned: null };
      const chosen = tuned ?? whole;
      const model = await finishModel({
        ...options,
        source: source.bundle,
        ...chosen,
        tuning: report,
        onFinish: (progress) => onProgress?.({ stage: 'finish', ...progress }),
      });
      return {
        ...model,
        predictions: sortPredictions(model.predictions, plan.samples),
        rate,
        rounds,
        bestRound: best.round,
        tuning: report,
        accuracy: {
          train: measurePart(chosen, 'train'),
          valid: measurePart(chosen, 'valid'),
          test: measurePart(chosen, 'test'),
        },
        failures: extracted.failures,
        looked: extracted.looked,
        problem: extracted.problem ?? model.problem,
      };
    } finally {
      desk?.close();
    }
  };
  return engine.openAside(source.bundle, work, options.backend);
}

function checkPlan(samples: readonly TrainingSample[], labelCount: number): void {
  const counts = countTrainPhotos(labelCount, samples);
  if (!isEnoughToTrain(counts)) {
    throw new ClassifierError('training-too-few', `photos to train on: ${counts.join(', ')}`);
  }
}

/**
 * Photos that could be opened, by their ids: which stand beside which in a batch or a fold must not
 * hang on the order in which they came in, or the page and the command would train different models.
 */
function gatherPhotos(
  samples: readonly TrainingSample[],
  views: readonly (Float32Array<ArrayBuffer>[] | null)[],
): ViewedPhoto[] {
  return samples
    .flatMap((sample, i) => {
      const own = views[i];
      return own ? [{ sample, views: own }] : [];
    })
    .sort((a, b) => (a.sample.id < b.sample.id ? -1 : 1));
}

/** In the order of the plan. */
function sortPredictions(
  predictions: readonly Prediction[],
  samples: readonly TrainingSample[],
): Prediction[] {
  const byId = new Map(predictions.map((prediction) => [prediction.id, prediction]));
  return samples.flatMap(({ id }) => byId.get(id) ?? []);
}

/** Trained without tuning: the head, and what folds say of each photo. */
interface TrainedHead {
  checkpoint: RoundsCheckpoint;
  finished: FinishedPhoto[];
  folds: JudgedFold[];
  featureScale: Float32Array;
}

async function trainOn(
  photos: readonly ViewedPhoto[],
  taps: Parameters<typeof scaleFeatures>[1],
  { plan, from, signal, onProgress, onCheckpoint }: TrainModelOptions,
): Promise<TrainedHead> {
  const { settings, labels } = plan;
  const learnt = photos.filter(({ sample }) => sample.part === 'train');
  const base = {
    labelCount: labels.length,
    featureScale: scaleFeatures(learnt.map(plainOf), taps),
    settings,
  };
  const startedAt = performance.now();
  const before = from?.rounds.length ?? 0;
  // The folds take about as long as so many heads.
  const foldRounds = countFolds(plan.samples) * settings.epochs;
  const hooks: RoundsHooks = {
    signal,
    onRate: (rate) => onProgress?.({ stage: 'rate', rate }),
    onRound: (checkpoint) => {
      onCheckpoint?.(checkpoint);
      const { rounds } = checkpoint;
      const eachMs = (performance.now() - startedAt) / (rounds.length - before);
      const remainingMs = eachMs * (settings.epochs - rounds.length + foldRounds);
      onProgress?.({ stage: 'rounds', rounds, total: settings.epochs, remainingMs });
    },
  };
  const watched = photos.filter(({ sample }) => sample.part === 'valid');
  const checkpoint = await trainRounds(
    {
      ...base,
      photos: learnt.flatMap(toLearnt),
      watched: {
        features: watched.map(plainOf),
        labels: watched.map(({ sample }) => sample.label),
      },
    },
    hooks,
    from,
  );
  const { logits, folds } = await judgeByFolds(photos, base, checkpoint, {
    signal,
    onFold: (done, total) => onProgress?.({ stage: 'folds', done, total }),
  });
  const finished = photos.map((photo, i) => ({
    sample: photo.sample,
    features: plainOf(photo),
    heldOutLogits: logits[i] ?? answer(checkpoint.best.head, plainOf(photo)),
  }));
  return { checkpoint, finished, folds, featureScale: base.featureScale };
}

function measurePart(
  { photos, head }: { photos: readonly FinishedPhoto[]; head: Head },
  part: Part,
): number | null {
  const own = photos.filter(({ sample }) => sample.part === part);
  const features = own.map((photo) => photo.features);
  const labels = own.map(({ sample }) => sample.label);
  return measureHead(head, { features, labels })?.accuracy ?? null;
}
