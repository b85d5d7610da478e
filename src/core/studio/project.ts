import type { AppDesign } from './app-design';
import type { Decision } from './decision';
import type { TrainingRun } from './run';
import type { Part } from './sample';
import type { TrainingSettings } from './training-settings';
import type { BatchTransforms, ItemTransform } from './transforms';

/** The version of the project's shape; a larger one was written by a newer Bearings. */
export const PROJECT_VERSION = 1;

export interface ProjectLabel {
  /** Stays when the name changes. */
  id: string;
  name: string;
}

/** How a photo gets its label when it comes in. */
type LabelRule =
  /** The folder it lies in. */
  | 'folder'
  /** Its file's name up to the number at the end: `grizzly_12.jpg`, `grizzly (3).jpg`. */
  | 'file-name'
  /** A person says so afterwards. */
  | 'by-hand';

/** Which photos must not be parted by a split. */
export interface KeepTogether {
  /** Shots of one burst. */
  bursts: boolean;
  /** Photos of one folder below the label's own: one bear, one day, one camera. */
  folders: boolean;
  /** Photos that look nearly the same. */
  alike: boolean;
}

export interface SplitSettings {
  /** The same seed gives the same split. A whole number, 0 … 2³¹ - 1. */
  seed: number;
  /** Only the ratios matter; 0 leaves a part empty. */
  shares: Record<Part, number>;
  /** Folders called train, valid or test decide where photos go. */
  honourFolders: boolean;
  keepTogether: KeepTogether;
}

/** The chapter's four questions (kind of data, items, labels, split) and the transforms. */
export interface DataBlock {
  /** What goes in and what comes out. One kind so far: a photo in, one label out. */
  kind: 'photo-to-label';
  /** How photos are found: through folders in folders, or only in the folders handed over. */
  items: 'all-folders' | 'top-folders';
  labels: LabelRule;
  split: SplitSettings;
  item: ItemTransform;
  batch: BatchTransforms;
}

/** An import that has not come to its end: shown after a crash, so that it can go on. */
export interface UnfinishedImport {
  /** The folder's, the zip's or the first file's name. */
  name: string;
  /** Photos that were handed over, as far as is known. */
  total: number;
  done: number;
  startedAt: number;
  /** The project had no photos before: once all are in, they are split anew as one. */
  wasEmpty: boolean;
}

/** A project of the Studio. Its photos are `Sample`s of their own, stored beside it. */
export interface Project {
  version: typeof PROJECT_VERSION;
  id: string;
  name: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  changedAt: number;
  /** When a person deleted it; it can be brought back until it is removed for good. */
  deletedAt: number | null;
  /** In the order shown; a trained model's labels are in the order of its run. */
  labels: ProjectLabel[];
  data: DataBlock;
  training: TrainingSettings;
  /** Oldest first; what a run said of each photo is kept apart, under the run's id. */
  runs: TrainingRun[];
  /** The run that Look, Clean and Export show; `null`: the newest finished one. */
  chosenRunId: string | null;
  decision: Decision;
  app: AppDesign;
  unfinishedImport: UnfinishedImport | null;
  /** How many changes of the history are in force; those after them can be done again. */
  changesDone: number;
}
