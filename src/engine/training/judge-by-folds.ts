import { pickReferences } from '../../core/reference-photos';
import { countFolds, foldSamples } from '../../core/training/folds';
import { answer, type Head } from '../../core/training/head';
import type { TrainingSample } from '../../core/training/training-plan';
import { retrace, type RoundsCheckpoint, type RoundsHooks, type RoundsInput } from './train-rounds';

/** A photo that could be opened, the plain view first. */
export interface ViewedPhoto {
  sample: TrainingSample;
  views: Float32Array<ArrayBuffer>[];
}

/** One fold: a head that learnt from the rest, and the photos that it may judge. */
export interface JudgedFold {
  head: Head;
  /** Indices of photos. */
  learnt: number[];
  held: number[];
}

export interface FoldHooks extends Pick<RoundsHooks, 'signal'> {
  onFold?: (done: number, total: number) => void;
}

/**
 * Judges every photo outside the test part by a head that was trained without it and without its
 * group, in just the same way as the model itself, and never from more photos: a head that knew more
 * would make the model's sets smaller than they may be.
 *
 * @returns Logits by photo; `null` for the test part.
 */
export async function judgeByFolds(
  photos: readonly ViewedPhoto[],
  base: Pick<RoundsInput, 'labelCount' | 'featureScale' | 'settings'>,
  { rate, best }: RoundsCheckpoint,
  { signal, onFold }: FoldHooks,
): Promise<{ logits: (Float64Array | null)[]; folds: JudgedFold[] }> {
  const logits = photos.map((): Float64Array | null => null);
  const folds: JudgedFold[] = [];
  const split = splitPhotos(photos, base.settings.seed);
  for (const [index, { learnt, held }] of split.entries()) {
    onFold?.(index, split.length);
    if (learnt.length === 0) continue;
    const head = await retrace(
      {
        ...base,
        photos: learnt.flatMap((i) => toLearnt(photos[i])),
        watched: { features: [], labels: [] },
      },
      rate,
      best.round + 1,
      { signal },
    );
    for (const i of held) logits[i] = answer(head, plainOf(photos[i]));
    folds.push({ head, learnt, held });
  }
  return { logits, folds };
}

/** A photo as a head learns from it. */
export function toLearnt(photo: ViewedPhoto | undefined) {
  return photo ? [{ views: photo.views, label: photo.sample.label }] : [];
}

export function plainOf(photo: ViewedPhoto | undefined): Float32Array<ArrayBuffer> {
  return photo?.views[0] ?? new Float32Array();
}

function splitPhotos(
  photos: readonly ViewedPhoto[],
  seed: number,
): Pick<JudgedFold, 'learnt' | 'held'>[] {
  const developed = photos.flatMap(({ sample }, i) => (sample.part === 'test' ? [] : [i]));
  const samples = developed.flatMap((i) => photos[i]?.sample ?? []);
  const count = countFolds(samples);
  const folds = foldSamples(samples, count, seed);
  const most = samples.filter(({ part }) => part === 'train').length;
  return Array.from({ length: count }, (_, fold) => {
    const others = developed.filter((_, at) => folds[at] !== fold);
    const labels = others.map((i) => photos[i]?.sample.label ?? -1);
    return {
      learnt: pickReferences(labels, most, seed).flatMap((at) => others[at] ?? []),
      held: developed.filter((_, at) => folds[at] === fold),
    };
  });
}
