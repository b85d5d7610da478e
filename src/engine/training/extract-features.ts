import { ClassifierError, type ErrorCode } from '../../core/errors';
import type { Size } from '../../core/fit';
import type { ModelImage } from '../../core/model-image';
import { planAugment, planPlain, seedOf, type AugmentPlan } from '../../core/studio/plan-augment';
import { keyViews } from '../../core/training/feature-keys';
import type { TrainingPlan, TrainingSample } from '../../core/training/training-plan';
import { giveBackThread } from '../give-back-thread';
import type { Backbone } from './backbone';
import { FeatureCache, type FeatureFiles } from './feature-cache';

/** An open photo. Whoever opens it closes it. */
export interface TrainingPhoto {
  /** Upright, in pixels. */
  size: Size;
  /** Draws it at the model's size. */
  draw(plan: AugmentPlan): ModelImage | Promise<ModelImage>;
  close(): void;
}

/** @throws ClassifierError the `file-…` and `photo-…` codes. */
export type OpenTrainingPhoto = (id: string) => Promise<TrainingPhoto>;

interface ExtractOptions {
  openPhoto: OpenTrainingPhoto;
  files: FeatureFiles;
  signal?: AbortSignal | undefined;
  /** Takes more of each view than its features, which are then taken from it too. */
  taker?: ViewTaker | undefined;
  /** Called after each photo that was not remembered. */
  onProgress?: ((progress: ExtractProgress) => void) | undefined;
}

/** Looks at views in a way of its own, for this run alone. */
export interface ViewTaker {
  has(id: string, copy: number): boolean;
  /** @returns The view's features, just as the backbone gives them. */
  take(id: string, copy: number, image: ModelImage): Promise<Float32Array<ArrayBuffer>>;
}

export interface ExtractProgress {
  done: number;
  total: number;
  /** What is left, as far as the photos so far tell. */
  remainingMs: number | null;
}

/** Features of all photos that could be opened. */
interface Extracted {
  /** Of each sample: the plain view first, then the changed copies; `null` where it can't be opened. */
  views: (Float32Array<ArrayBuffer>[] | null)[];
  failures: { id: string; code: ErrorCode }[];
  /** Photos that had to be looked at. */
  looked: number;
  /** Why features were not kept for the next run, or `null`. */
  problem: ClassifierError | null;
}

/**
 * Looks at every photo once, and at those to learn from in changed copies too. Two open photos at a
 * time are in memory at the most; a photo that can't be opened stops nothing.
 *
 * @throws ClassifierError `cancelled`; what the network throws.
 */
export async function extractFeatures(
  backbone: Backbone,
  { samples, settings, item, batch }: TrainingPlan,
  { openPhoto, files, signal, taker, onProgress }: ExtractOptions,
): Promise<Extracted> {
  const { target, featureCount } = backbone;
  const places = keyViews(backbone.key, target, { item, batch, settings });
  const [plain, changed] = await Promise.all([
    FeatureCache.open(files, places.plain.folder, places.plain.key, featureCount),
    FeatureCache.open(files, places.changed.folder, places.changed.key, featureCount),
  ]);
  const copiesOf = ({ part }: TrainingSample) => (part === 'train' ? settings.augmentedCopies : 0);
  const find = (sample: TrainingSample, copy: number) =>
    (copy === 0 ? plain : changed).get(sample.id, copy);
  const isTaken = ({ id }: TrainingSample, copy: number) => taker?.has(id, copy) ?? true;
  const missingOf = (sample: TrainingSample) =>
    copyNumbers(copiesOf(sample)).filter((copy) => !find(sample, copy) || !isTaken(sample, copy));
  const todo = samples.filter((sample) => missingOf(sample).length > 0);
  const failures: Extracted['failures'] = [];
  const openNext = (sample: TrainingSample | undefined) =>
    sample ? openOrNote(sample.id, openPhoto, failures) : Promise.resolve(null);
  const startedAt = performance.now();
  onProgress?.({ done: 0, total: todo.length, remainingMs: null });
  // One ahead: decoding happens off this thread.
  let next = openNext(todo[0]);
  try {
    for (const [index, sample] of todo.entries()) {
      const photo = await next;
      next = openNext(todo[index + 1]);
      try {
        if (signal?.aborted) throw new ClassifierError('cancelled');
        for (const copy of photo ? missingOf(sample) : []) {
          const plan = photo && planView(photo.size, copy, sample.id);
          const image = plan && (await photo.draw(plan));
          if (!image) continue;
          const features = await (taker?.take(sample.id, copy, image) ?? backbone.run(image));
          if (find(sample, copy)) continue;
          await (copy === 0 ? plain : changed).add(sample.id, copy, features);
        }
      } finally {
        photo?.close();
      }
      const done = index + 1;
      const remainingMs = ((performance.now() - startedAt) / done) * (todo.length - done);
      onProgress?.({ done, total: todo.length, remainingMs });
      await giveBackThread();
    }
  } finally {
    (await next)?.close();
    await plain.flush();
    await changed.flush();
  }
  const views = samples.map((sample) => {
    const own = copyNumbers(copiesOf(sample)).flatMap((copy) => find(sample, copy) ?? []);
    return find(sample, 0) && isTaken(sample, 0) ? own : null;
  });
  return { views, failures, looked: todo.length, problem: plain.problem ?? changed.problem };

  function planView(size: Size, copy: number, id: string): AugmentPlan {
    return copy === 0
      ? planPlain(size, target, item)
      : planAugment(size, target, { item, batch }, seedOf(settings.seed, id, copy));
  }
}

async function openOrNote(
  id: string,
  openPhoto: OpenTrainingPhoto,
  failures: Extracted['failures'],
): Promise<TrainingPhoto | null> {
  try {
    return await openPhoto(id);
  } catch (error) {
    failures.push({ id, code: ClassifierError.from(error, 'photo-decode-failed').code });
    return null;
  }
}

function copyNumbers(copies: number): number[] {
  return Array.from({ length: copies + 1 }, (_, copy) => copy);
}
