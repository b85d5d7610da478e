import type { Fit } from '../../src/core/fit';
import type { TrainHeadOptions } from '../../src/engine/train-head';
import type { View } from './views';

/** How one model is made from photos. */
export interface Recipe {
  id: string;
  name: string;
  summary: string;
  /** The folder of each label, and what people call it. */
  labels: readonly { folder: string; label: string }[];
  /** Folder of all photos; with official splits, of `train`, `validation` and `test`. */
  photos: string;
  /** Whether the data come with splits of their own. */
  officialSplits: boolean;
  fit: Fit;
  /** Views to train on, the plain one first. */
  views: readonly View[];
  training: Omit<
    TrainHeadOptions,
    'labelCount' | 'featureScale' | 'watched' | 'signal' | 'onProgress'
  >;
  /**
   * Few photos: judge all of them out of five folds and train on all of them. Many: put a part aside
   * to judge with.
   */
  calibrateOn: 'five-folds' | 'own-part';
  outOfDomain: readonly {
    data: string;
    folder: string;
    /** So many photos, evenly spaced; all when absent. */
    take?: number;
  }[];
  trainedOn: string;
  credits: readonly string[];
  licence: string;
  card: {
    forWhom: string;
    weakSpots: readonly string[];
    /** On the out-of-domain figures. */
    outOfDomain: readonly string[];
    /** What was tried, and what came of it. */
    tried: readonly string[];
  };
}
