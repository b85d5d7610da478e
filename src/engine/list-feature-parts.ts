import type { FeaturePart } from '../core/detectors/parts';
import type { NetworkParts } from '../model/read-model';

/**
 * The parts of a network's features that say each something else: the taps of a shared trunk, the
 * shallowest first. `undefined`: its features are one list.
 */
export function listFeatureParts(network: NetworkParts): FeaturePart[] | undefined {
  if (network.kind !== 'head-on-trunk') return undefined;
  return splitTaps(network.trunk.spec.taps);
}

/** Where each tap lies in the joined features. */
export function splitTaps(taps: readonly { length: number }[]): FeaturePart[] {
  let start = 0;
  return taps.map(({ length }) => {
    const part = { start, length };
    start += length;
    return part;
  });
}
