import type { PlainKind } from '../../core/export/plain-kinds';
import type { InputSpec, Manifest } from '../../core/manifest';
import { type BundleFile, toFile, toLabelsFile } from '../bundle-file';
import { describeNetwork, partsOf } from '../describe-network';
import type { ForeignNetwork } from '../foreign-model';
import { toMetadata } from '../teachable-machine-metadata';
import { describePlain } from './plain-readme';

/** A plain model, ready to be written. */
export interface PlainContent {
  network: ForeignNetwork;
  manifest: Manifest;
  /** How the exported network is fed. */
  input: InputSpec;
  /** `null` for a network that goes as it came: nothing was rewritten, so nothing could change. */
  check: { precision: string; error: number } | null;
}

/** The files of a model as bare tfjs, Teachable Machine's library and ml5 open it. */
export function writePlainFiles(content: PlainContent): BundleFile[] {
  const { network, manifest, input } = content;
  const kind: PlainKind = network.kind === 'tfjs-layers' ? 'layers' : 'graph';
  return [
    toFile('model.json', describeNetwork(network)),
    { path: 'weights.bin', bytes: new Uint8Array(partsOf(network).weightData) },
    toFile('metadata.json', { ...toMetadata(manifest, input), preprocessing: input }),
    toLabelsFile(manifest.labels),
    toFile('README.txt', describePlain(kind, content)),
  ];
}
