import { trainHead } from '../../src/engine/train-head';
import type { Fit } from '../../src/core/fit';
import { usualScales } from '../../src/core/scale';
import type { CachedNetwork } from './cached-trunk';
import { drawPhoto, SIDE, takePhotos } from './photos';

/** Photos of a data set that a head is trained on in the benchmark, and those it never sees. */
export interface DataSet {
  labels: string[];
  /** For each label, the folder to train on and the folder to try on; they may be the same. */
  train: string[];
  test: string[];
  trainCount: number;
  /** Photos a label, next after those for training, on which the doctor's rules were chosen. */
  lookedAt: number;
}

const clothing = ['dress', 'longsleeve', 'outwear', 'pants', 'shirt', 't-shirt'];
const trash = ['cardboard', 'glass', 'metal', 'paper', 'plastic'];
const bears = ['black', 'grizzly', 'teddy'];
const within = (folder: string, names: string[]) => names.map((name) => `${folder}/${name}`);

/** Photos a label that a head is trained on. */
const TRAIN_COUNT = 60;
/** The rules were chosen on five draws of three photos a label. */
const LOOKED_AT = 15;

export const dataSets = {
  bears: {
    labels: bears,
    train: within('bears', bears),
    test: within('bears', bears),
    trainCount: TRAIN_COUNT,
    lookedAt: LOOKED_AT,
  },
  clothing: {
    labels: clothing,
    train: within('clothing/train', clothing),
    // The rules were chosen on photos of `clothing/test`.
    test: within('clothing/validation', clothing),
    trainCount: 40,
    lookedAt: 0,
  },
  trash: {
    labels: trash,
    train: within('trashnet', trash),
    test: within('trashnet', trash),
    trainCount: 40,
    lookedAt: LOOKED_AT,
  },
} satisfies Record<string, DataSet>;

/** Where photos begin, in their shuffled order, that no head was trained on. */
export function firstUnseen({ train, test, trainCount }: DataSet): number {
  return train[0] === test[0] ? trainCount : 0;
}

/** Where those begin that nobody looked at while choosing the doctor's rules. */
export function firstFresh(set: DataSet): number {
  return firstUnseen(set) + set.lookedAt;
}

/** Brings unit-length features to about 1 each: kinder to the optimiser. */
const UNIT = 30;

/** Trains a head on photos drawn with one fit. */
export async function trainOn(
  { labels, train, trainCount }: DataSet,
  fit: Fit,
  trunk: CachedNetwork,
): Promise<Float32Array> {
  const photos = takePhotos(train, 0, trainCount);
  const features: Float32Array[] = [];
  for (const { path } of photos) features.push(await computeFeatures(path, fit, trunk));
  const { values } = await trainHead(
    { features, labels: photos.map(({ label }) => label) },
    {
      labelCount: labels.length,
      steps: 150,
      learningRate: 0.03,
      weightDecay: 0.005,
      labelSmoothing: 0,
      featureScale: new Array<number>(features[0]?.length ?? 0).fill(UNIT),
    },
  );
  return values;
}

/** The trunk's features of a photo, prepared the way the trunk wants. */
export async function computeFeatures(
  path: string,
  fit: Fit,
  trunk: CachedNetwork,
): Promise<Float32Array> {
  return trunk.run(await drawPhoto(path, fit), {
    width: SIDE,
    height: SIDE,
    fit,
    channels: 'rgb',
    layout: 'nhwc',
    scale: usualScales['-1…1'],
  });
}
