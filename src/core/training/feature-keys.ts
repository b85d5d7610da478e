import type { Manifest } from '../manifest';
import { fitOf } from '../studio/plan-augment';
import type { TrainingPlan } from './training-plan';

/** In front of the features of a remembered view: SHA-256 of the photo, then the copy's number. */
export const VIEW_HEAD_BYTES = 32 + 4;

/** Numbers that a model's features have for one photo; `null` when no place for them is known. */
export function countFeatures({ network, labels }: Manifest): number | null {
  if (network.kind === 'head-on-trunk') {
    // The head holds a float32 for each feature and label, and one more for each label.
    return network.head.bytes / Float32Array.BYTES_PER_ELEMENT / labels.length - 1;
  }
  return network.kind === 'tfjs-mobilenet' ? null : (network.features?.length ?? null);
}

/** Tells networks apart: features of one mean nothing to another. */
export function keyNetwork(network: Manifest['network']): string {
  if (network.kind === 'head-on-trunk') return network.trunk.sha256;
  if (network.kind === 'tfjs-mobilenet') return network.kind;
  return [network.model, ...network.weights]
    .map(({ sha256 }) => sha256)
    .concat(network.features?.node ?? '')
    .join(' ');
}

/** Where views are remembered, and under which key they are valid: plain ones and changed copies. */
export function keyViews(
  networkKey: string,
  { width, height }: { width: number; height: number },
  { item, batch, settings }: Pick<TrainingPlan, 'item' | 'batch' | 'settings'>,
) {
  const target = { width, height };
  return {
    plain: {
      folder: 'features/plain',
      key: JSON.stringify([networkKey, target, fitOf(item.method)]),
    },
    changed: {
      folder: 'features/changed',
      key: JSON.stringify([networkKey, target, item, batch, settings.seed]),
    },
  };
}

/** Where pictures that a model should warn about are remembered, by their pixels. */
export function keyFar(networkKey: string) {
  return { folder: 'features/far', key: JSON.stringify([networkKey]) };
}
