import type { BackendPreference } from '../../core/classification';
import { ClassifierError, type ErrorCode } from '../../core/errors';
import { countTrainPhotos, isEnoughToTrain } from '../../core/training/enough-photos';
import { foldSamples, FOLDS } from '../../core/training/folds';
import { measureHead } from '../../core/training/head';
import { scaleFeatures } from '../../core/training/scale-features';
import type {
  Prediction,
  RateSearch,
  Round,
  TrainingPlan,
  TrainingSample,
} from '../../core/training/training-plan';
import type { Part } from '../../core/studio/sample';
import type { ModelFiles } from '../../model/model-files';
import type { ModelBundle, ModelReader } from '../../model/read-model';
import type { Engine } from '../engine';
import type { Network } from '../network';
import { takeBackbone } from './backbone';
import { extractFeatures, type ExtractProgress, type OpenTrainingPhoto } from './extract-features';
import type { FeatureFiles } from './feature-cache';
import {
  answer,
  finishModel,
  type FinishedPhoto,
  type FinishProgress,
  type TrainedModel,
} from './finish-model';
import { takeTrunk } from './take-trunk';
import {
  retrace,
  type RoundsCheckpoint,
  type RoundsHooks,
  type RoundsInput,
  trainRounds,
} from './train-rounds';

/** Where a training run stands. */
export type TrainingProgress =
  | { stage: 'open' }
  | ({ stage: 'features' } & ExtractProgress)
  | { stage: 'rate'; rate: RateSearch }
  | { stage: 'rounds'; rounds: readonly Round[]; total: number; remainingMs: number | null }
  | { stage: 'folds'; done: number; total: number }
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
    const extracted = await extractFeatures(backbone, plan, {
      openPhoto: options.openPhoto,
      files: options.features,
      signal,
      onProgress: (progress) => onProgress?.({ stage: 'features', ...progress }),
    });
    const photos = gatherPhotos(plan.samples, extracted.views);
    checkPlan(
      photos.map(({ sample }) => sample),
      plan.labels.length,
    );
    const trained = await trainOn(photos, backbone.taps, options);
    const { best, rate, rounds } = trained.checkpoint;
    const model = await finishModel({
      ...options,
      source: source.bundle,
      trunk,
      backbone,
      head: best.head,
      photos: trained.finished,
      onFinish: (progress) => onProgress?.({ stage: 'finish', ...progress }),
    });
    return {
      ...model,
      predictions: sortPredictions(model.predictions, plan.samples),
      rate,
      rounds,
      bestRound: best.round,
      accuracy: {
        train: measurePart(photos, 'train', best.head),
        valid: measurePart(photos, 'valid', best.head),
        test: measurePart(photos, 'test', best.head),
      },
      failures: extracted.failures,
      looked: extracted.looked,
      problem: extracted.problem ?? model.problem,
    };
  };
  return engine.openAside(source.bundle, work, options.backend);
}

/** A photo that could be opened, the plain view first. */
interface ViewedPhoto {
  sample: TrainingSample;
  views: Float32Array<ArrayBuffer>[];
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

async function trainOn(
  photos: readonly ViewedPhoto[],
  taps: Parameters<typeof scaleFeatures>[1],
  { plan, from, signal, onProgress, onCheckpoint }: TrainModelOptions,
): Promise<{ checkpoint: RoundsCheckpoint; finished: FinishedPhoto[] }> {
  const { settings, labels } = plan;
  const learnt = photos.filter(({ sample }) => sample.part === 'train');
  const base = {
    labelCount: labels.length,
    featureScale: scaleFeatures(learnt.map(plainOf), taps),
    settings,
  };
  const startedAt = performance.now();
  const before = from?.rounds.length ?? 0;
  const hooks: RoundsHooks = {
    signal,
    onRate: (rate) => onProgress?.({ stage: 'rate', rate }),
    onRound: (checkpoint) => {
      onCheckpoint?.(checkpoint);
      const { rounds } = checkpoint;
      const eachMs = (performance.now() - startedAt) / (rounds.length - before);
      // The folds take about as long as four more heads.
      const remainingMs = eachMs * (settings.epochs - rounds.length + 4 * settings.epochs);
      onProgress?.({ stage: 'rounds', rounds, total: settings.epochs, remainingMs });
    },
  };
  const watched = photos.filter(({ sample }) => sample.part === 'valid');
  const checkpoint = await trainRounds(
    { ...base, photos: learnt.map(toLearnt), watched: toExamples(watched) },
    hooks,
    from,
  );
  const logits = await judgeByFolds(photos, base, checkpoint, { signal, onProgress });
  const finished = photos.map(({ sample, views }, i) => ({
    sample,
    features: views[0] ?? new Float32Array(),
    heldOutLogits: logits[i] ?? answer(checkpoint.best.head, views[0] ?? new Float32Array()),
  }));
  return { checkpoint, finished };
}

/**
 * Judges every photo outside the test part by a head that was trained without it and without its
 * group, in just the same way as the model itself.
 *
 * @returns Logits; `null` for the test part.
 */
async function judgeByFolds(
  photos: readonly ViewedPhoto[],
  base: Pick<RoundsInput, 'labelCount' | 'featureScale' | 'settings'>,
  { rate, best }: RoundsCheckpoint,
  {
    signal,
    onProgress,
  }: Pick<TrainModelOptions, 'onProgress'> & { signal?: AbortSignal | undefined },
): Promise<(Float64Array | null)[]> {
  const developed = photos.flatMap((photo, i) => (photo.sample.part === 'test' ? [] : [i]));
  const folds = foldSamples(
    developed.flatMap((i) => photos[i]?.sample ?? []),
    base.settings.seed,
  );
  const logits = photos.map((): Float64Array | null => null);
  for (let fold = 0; fold < FOLDS; fold++) {
    onProgress?.({ stage: 'folds', done: fold, total: FOLDS });
    const inFold = (at: number) => folds[at] === fold;
    const rest = developed.flatMap((i, at) => (inFold(at) ? [] : (photos[i] ?? [])));
    if (rest.length === 0) continue;
    const head = await retrace(
      { ...base, photos: rest.map(toLearnt), watched: toExamples([]) },
      rate,
      best.round + 1,
      { signal },
    );
    developed.forEach((i, at) => {
      const photo = photos[i];
      if (inFold(at) && photo) logits[i] = answer(head, plainOf(photo));
    });
  }
  return logits;
}

function measurePart(
  photos: readonly ViewedPhoto[],
  part: Part,
  head: Parameters<typeof measureHead>[0],
): number | null {
  const own = photos.filter(({ sample }) => sample.part === part);
  return measureHead(head, toExamples(own))?.accuracy ?? null;
}

function plainOf({ views }: ViewedPhoto): Float32Array<ArrayBuffer> {
  return views[0] ?? new Float32Array();
}

function toLearnt({ views, sample }: ViewedPhoto) {
  return { views, label: sample.label };
}

function toExamples(photos: readonly ViewedPhoto[]) {
  return { features: photos.map(plainOf), labels: photos.map(({ sample }) => sample.label) };
}
