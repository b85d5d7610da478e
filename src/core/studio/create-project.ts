import { defaultAppDesign } from './app-design';
import { emptyDecision } from './decision';
import { PROJECT_VERSION, type DataBlock, type Project } from './project';
import { defaultTrainingSettings } from './training-settings';
import { defaultBatchTransforms, defaultItemTransform } from './transforms';

export const defaultDataBlock: DataBlock = {
  kind: 'photo-to-label',
  items: 'all-folders',
  labels: 'folder',
  split: {
    seed: 42,
    shares: { train: 0.7, valid: 0.15, test: 0.15 },
    honourFolders: true,
    keepTogether: { bursts: true, folders: false, alike: true },
  },
  item: defaultItemTransform,
  batch: defaultBatchTransforms,
};

/** @param now Milliseconds since 1970. */
export function createProject({
  id,
  name,
  now,
}: {
  id: string;
  name: string;
  now: number;
}): Project {
  return {
    version: PROJECT_VERSION,
    id,
    name,
    createdAt: now,
    changedAt: now,
    deletedAt: null,
    labels: [],
    data: structureOf(defaultDataBlock),
    training: { ...defaultTrainingSettings },
    runs: [],
    chosenRunId: null,
    decision: { ...emptyDecision, actions: {}, mistakes: [] },
    app: { ...defaultAppDesign },
    unfinishedImport: null,
    changesDone: 0,
  };
}

/** A copy that shares nothing with the defaults. */
function structureOf(data: DataBlock): DataBlock {
  const { split, item, batch } = data;
  return {
    ...data,
    split: { ...split, shares: { ...split.shares }, keepTogether: { ...split.keepTogether } },
    item: { ...item },
    batch: { ...batch },
  };
}
