import type { FeaturePart } from '../core/detectors/parts';
import type { TrunkSpec } from '../core/manifest';
import type { NetworkParts } from '../model/read-model';

/**
 * The parts of a network's features that domain scores go by, each by itself: taps of a shared trunk,
 * the shallowest first. `undefined`: its features are one list.
 */
export function listFeatureParts(network: NetworkParts): FeaturePart[] | undefined {
  if (network.kind !== 'head-on-trunk') return undefined;
  return listDomainParts(network.trunk.spec.taps);
}

/** Where the taps for domain scores lie in the joined features. */
export function listDomainParts(taps: TrunkSpec['taps']): FeaturePart[] {
  return splitTaps(taps).filter((_, i) => taps[i]?.domain !== false);
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
