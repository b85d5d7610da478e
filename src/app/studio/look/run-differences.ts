import type { TrainingRun } from '../../../core/studio/run';

/** Something that two runs did not have in common. */
interface RunDifference {
  name: string;
  before: string;
  after: string;
}

const names: Record<keyof TrainingRun['settings'], string> = {
  trunk: 'Features of',
  seed: 'Seed',
  epochs: 'Rounds',
  batchSize: 'Photos a step',
  learningRate: 'Learning rate',
  labelSmoothing: 'Label smoothing',
  weighLabels: 'Rare labels weigh more',
  patience: 'Stops early after',
  augmentedCopies: 'Changed copies of each photo',
  fineTunedBlocks: 'Blocks of the trunk to fine-tune',
};

/** What was different about two runs: their photos and their settings. */
export function listDifferences(before: TrainingRun, after: TrainingRun): RunDifference[] {
  const differences: RunDifference[] = [];
  const add = (name: string, was: unknown, is: unknown) => {
    const [a, b] = [describe(was), describe(is)];
    if (a !== b) differences.push({ name, before: a, after: b });
  };
  add('Training photos', before.counts.train, after.counts.train);
  add('Labels', before.labels.length, after.labels.length);
  add('Split seed', before.splitSeed, after.splitSeed);
  for (const key of Object.keys(names) as (keyof typeof names)[]) {
    add(names[key], before.settings[key], after.settings[key]);
  }
  add('Photo fitted by', before.item.method, after.item.method);
  if (JSON.stringify(before.batch) !== JSON.stringify(after.batch)) {
    add('Changes while learning', listStrengths(before.batch), listStrengths(after.batch));
  }
  return differences;
}

function describe(value: unknown): string {
  if (value === null) return 'by itself';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return value.toLocaleString('en');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** "rotate 10, flip yes": those that are on. */
function listStrengths(batch: TrainingRun['batch']): string {
  const on = Object.entries(batch).filter(([, value]) => value !== 0 && value !== false);
  return on.map(([name, value]) => `${name} ${describe(value)}`).join(', ') || 'none';
}
