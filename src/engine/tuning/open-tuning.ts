import { ClassifierError } from '../../core/errors';
import { answer, type Head } from '../../core/training/head';
import type { TrainingPlan, TuningReport } from '../../core/training/training-plan';
import type { ModelBundle } from '../../model/read-model';
import type { TrunkFiles } from '../../model/trunk-files';
import { writeTunedTrunk } from '../../model/tuned-trunk';
import type { Backbone } from '../training/backbone';
import type { FinishedPhoto } from '../training/finish-model';
import type { JudgedFold, ViewedPhoto } from '../training/judge-by-folds';
import type { TrainModelOptions } from '../training/train-model';
import { BlockInputs } from './block-inputs';
import { TunableTrunk } from './tunable-trunk';
import { type TunedModel, tuneModel } from './tune-model';
import { computeTuned } from './tune-rounds';

/** A model trained without tuning, or its tuned version: what is finished in the same way. */
export interface TrainedParts {
  trunk: TrunkFiles;
  backbone: Backbone;
  head: Head;
  photos: FinishedPhoto[];
}

export interface UntunedModel extends TrainedParts {
  viewed: readonly ViewedPhoto[];
  featureScale: Float32Array;
  folds: readonly JudgedFold[];
}

type TuningOptions = Pick<TrainModelOptions, 'plan' | 'signal' | 'onProgress'>;

/** Of the block's input. */
interface MapSize {
  height: number;
  width: number;
}

/** Tuning, ready to begin: what it needs of each view is taken along with the features. */
export interface TuningDesk {
  inputs: BlockInputs;
  /**
   * @returns `tuned` is `null` where it did not help.
   * @throws ClassifierError as `tuneModel`.
   */
  tune(
    model: UntunedModel,
    options: TuningOptions,
  ): Promise<{ report: TuningReport; tuned: TrainedParts | null }>;
  close(): void;
}

/**
 * Gets ready to tune the last block of a model's trunk, on the current backend.
 *
 * @throws ClassifierError `tuning-unsupported`, `tuning-too-large`.
 */
export async function openTuning(bundle: ModelBundle, plan: TrainingPlan): Promise<TuningDesk> {
  const trunk = await TunableTrunk.open(bundle);
  try {
    const size = trunk.measureInput();
    const inputs = new BlockInputs(trunk, plan, size);
    return {
      inputs,
      tune: (model, options) => tune(trunk, inputs, size, model, options),
      close: () => trunk.dispose(),
    };
  } catch (error) {
    trunk.dispose();
    throw error;
  }
}

async function tune(
  trunk: TunableTrunk,
  inputs: BlockInputs,
  size: MapSize,
  model: UntunedModel,
  { plan, signal, onProgress }: TuningOptions,
): ReturnType<TuningDesk['tune']> {
  const tap = model.backbone.taps[trunk.block.tap];
  if (!tap) throw new ClassifierError('internal', `no tap ${trunk.block.tap}`);
  const startedAt = performance.now();
  const { report, tuned } = await tuneModel(
    {
      ...{ block: trunk.block, size, inputs, plan, tap },
      photos: model.viewed,
      head: model.head,
      featureScale: model.featureScale,
      folds: model.folds,
      heldOutLogits: model.photos.map(({ sample, heldOutLogits }) =>
        sample.part === 'test' ? null : heldOutLogits,
      ),
    },
    {
      signal,
      guard: (work) => trunk.guard(work),
      onProgress: (done, total) => {
        const eachMs = done === 0 ? null : (performance.now() - startedAt) / done;
        const remainingMs = eachMs === null ? null : eachMs * (total - done);
        onProgress?.({ stage: 'tune', done, total, remainingMs });
      },
    },
  );
  if (!tuned) return { report, tuned: null };
  const files = await writeTunedTrunk(model.trunk, trunk.block, tuned.block);
  const photos = model.photos.map(({ sample }, i) => {
    const features = tuned.features[i] ?? new Float32Array();
    const heldOutLogits = tuned.heldOutLogits[i] ?? answer(tuned.head, features);
    return { sample, features, heldOutLogits };
  });
  const backbone = tuneBackbone(model.backbone, trunk, tuned, size, files.trunk.sha256);
  return { report, tuned: { trunk: files, head: tuned.head, backbone, photos } };
}

/** The same network with the tuned tap behind its own. */
function tuneBackbone(
  backbone: Backbone,
  trunk: TunableTrunk,
  { block }: TunedModel,
  size: MapSize,
  key: string,
): Backbone {
  const { featureCount, taps } = backbone;
  const { shape } = trunk.block;
  return {
    ...backbone,
    key,
    featureCount: featureCount + shape.out,
    taps: [...taps, { start: featureCount, length: shape.out }],
    run: async (image) => {
      const view = await trunk.look(image);
      const [features] = await computeTuned({ shape, ...size }, block, [view], {
        guard: (work) => trunk.guard(work),
      });
      if (!features?.every(Number.isFinite)) throw new ClassifierError('result-not-finite');
      return features;
    },
  };
}
