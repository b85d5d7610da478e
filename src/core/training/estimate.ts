import { VIEW_HEAD_BYTES } from './feature-keys';

/** What a training run will take. */
export interface TrainingEstimate {
  /** Milliseconds, most of them to look at photos. */
  timeMs: number;
  /** Bytes in memory at the most, beyond what the app takes anyway. */
  memoryBytes: number;
  /** Bytes that the features take on the device. */
  storageBytes: number;
}

interface EstimateParts {
  /** Views to look at that are not remembered yet, and all views. */
  newViews: number;
  views: number;
  trainPhotos: number;
  /** Folds that judge the photos. */
  folds: number;
  labels: number;
  epochs: number;
  featureCount: number;
  /** To decode, draw and look at one view, in milliseconds. */
  viewMs: number;
}

/** Multiplications a millisecond that plain numbers do on a slow phone; a laptop does five times as many. */
const PRODUCTS_PER_MS = 2e5;
/** Once forwards, once backwards. */
const PASSES = 2;
/** The network, its working memory, and a decoded photo of 12 megapixels. */
const FIXED_BYTES = 120e6;

/** Says beforehand what a run will take, on the careful side. */
export function estimateTraining(parts: EstimateParts): TrainingEstimate {
  const { newViews, views, trainPhotos, folds, labels, epochs, featureCount, viewMs } = parts;
  // Beside the head itself one a fold, from no more photos.
  const heads = 1 + folds;
  const products = heads * trainPhotos * epochs * featureCount * labels * PASSES;
  const featureBytes = 4 * featureCount;
  return {
    timeMs: newViews * viewMs + products / PRODUCTS_PER_MS,
    memoryBytes: FIXED_BYTES + views * featureBytes,
    storageBytes: views * (featureBytes + VIEW_HEAD_BYTES),
  };
}
