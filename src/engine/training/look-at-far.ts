import { corruptImage, drawFarImage, FAR_IMAGES } from '../../core/detectors/far-images';
import type { ClassifierError } from '../../core/errors';
import type { ModelImage } from '../../core/model-image';
import { planPlain } from '../../core/studio/plan-augment';
import { keyFar } from '../../core/training/feature-keys';
import type { TrainingPlan } from '../../core/training/training-plan';
import { fingerprint } from '../../model/read-part';
import type { Backbone } from './backbone';
import type { OpenTrainingPhoto } from './extract-features';
import { FeatureCache, type FeatureFiles } from './feature-cache';

export interface FarInput {
  backbone: Backbone;
  plan: Pick<TrainingPlan, 'item'>;
  /** Photos to spoil: some of these, evenly taken. */
  photos: readonly { sample: { id: string } }[];
  openPhoto: OpenTrainingPhoto;
  /** Where features are remembered from run to run. */
  features: FeatureFiles;
}

/** What the network makes of pictures that a model should warn about. */
export interface FarFeatures {
  features: Float32Array<ArrayBuffer>[];
  /** Why they were not remembered for the next run, or `null`. */
  problem: ClassifierError | null;
}

/**
 * Looks at synthetic pictures and spoilt photos. They are remembered by their pixels, so that a run
 * on the same photos does not send them through the network again.
 *
 * @param pause Called first and after each picture, with how many are done of how many; throws when the work is
 *   no longer wanted.
 * @throws ClassifierError as `openPhoto` and `Backbone.run`.
 */
export async function lookAtFar(
  { backbone, plan, photos, openPhoto, features: files }: FarInput,
  pause: (done: number, total: number) => Promise<void>,
): Promise<FarFeatures> {
  const { target, featureCount } = backbone;
  const { folder, key } = keyFar(backbone.key);
  const cache = await FeatureCache.open(files, folder, key, featureCount);
  const step = Math.max(1, Math.floor(photos.length / FAR_IMAGES));
  const spoilt = photos.filter((_, i) => i % step === 0).slice(0, FAR_IMAGES);
  const total = FAR_IMAGES + spoilt.length;
  const features: Float32Array<ArrayBuffer>[] = [];
  const look = async (image: ModelImage) => {
    const id = await fingerprint(new Uint8Array(image.data));
    const known = cache.get(id, 0);
    const own = known ?? (await backbone.run(image));
    if (!known) await cache.add(id, 0, own);
    features.push(own);
    await pause(features.length, total);
  };
  await pause(0, total);
  try {
    for (let seed = 0; seed < FAR_IMAGES; seed++) {
      await look(drawFarImage(seed, target.width, target.height));
    }
    for (const [seed, { sample }] of spoilt.entries()) {
      const photo = await openPhoto(sample.id);
      try {
        const plain = await photo.draw(planPlain(photo.size, target, plan.item));
        await look(corruptImage(plain, seed));
      } finally {
        photo.close();
      }
    }
  } finally {
    await cache.flush();
  }
  return { features, problem: cache.problem };
}
