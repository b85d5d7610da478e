import { groupSamples } from '../../core/studio/assign-parts';
import type { Project } from '../../core/studio/project';
import { isLabelled, type Sample } from '../../core/studio/sample';
import { estimateTraining, type TrainingEstimate } from '../../core/training/estimate';
import { countFolds } from '../../core/training/folds';
import type { TrainingPlan } from '../../core/training/training-plan';

/** The plan that a project's photos and settings make; labels without photos are left out. */
export function planTraining(
  { labels, data, training }: Project,
  samples: readonly Sample[],
): TrainingPlan & { labelIds: string[] } {
  const counted = samples.filter(isLabelled);
  const used = labels.filter(({ id }) => counted.some(({ labelId }) => labelId === id));
  const places = new Map(used.map(({ id }, place) => [id, place]));
  const groups = groupSamples(counted, data.split.keepTogether);
  return {
    labels: used.map(({ name }) => name),
    labelIds: used.map(({ id }) => id),
    samples: counted.flatMap(({ id, labelId, part }, i) => {
      const label = places.get(labelId);
      return label === undefined ? [] : [{ id, label, part, group: `${groups[i] ?? i}` }];
    }),
    settings: training,
    item: data.item,
    batch: data.batch,
  };
}

/** Tells plans apart in a few letters (FNV-1a of all that decides how a model comes out). */
export function keyPlan({ labels, samples, settings, item, batch }: TrainingPlan): string {
  const text = JSON.stringify({ labels, samples, settings, item, batch });
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return `${(hash >>> 0).toString(16)}-${text.length}`;
}

/** What a device and a project know of the work that a plan makes. */
interface KnownWork {
  /** Numbers that the network has for a photo. */
  featureCount: number;
  /** How long this device took for a view the last time. */
  viewMs: number;
  /** Views that are remembered: plain ones, and changed copies. */
  known: { plain: number; changed: number };
}

/** What training will take. */
export function estimatePlan(
  { samples, labels, settings }: TrainingPlan,
  { featureCount, viewMs, known }: KnownWork,
): TrainingEstimate {
  const trainPhotos = samples.filter(({ part }) => part === 'train').length;
  const copies = trainPhotos * settings.augmentedCopies;
  const views = samples.length + copies;
  return estimateTraining({
    newViews: Math.max(0, samples.length - known.plain) + Math.max(0, copies - known.changed),
    views,
    trainPhotos,
    folds: countFolds(samples),
    labels: labels.length,
    epochs: settings.epochs,
    featureCount,
    viewMs,
  });
}
