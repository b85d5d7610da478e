import type { PlainKind } from '../../core/export/plain-kinds';
import type { InputSpec, Manifest } from '../../core/manifest';
import type { ForeignNetwork } from '../foreign-model';
import type { BundleFile } from '../write-bundle';
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
  const parts = network.kind === 'tfjs-layers' ? network.layers : network.graph;
  const { topology, weightSpecs, weightData } = parts;
  const signature = network.kind === 'tfjs-graph' ? network.graph.signature : null;
  const files = [
    toFile('model.json', {
      format: kind === 'layers' ? 'layers-model' : 'graph-model',
      generatedBy: 'Bearings',
      convertedBy: null,
      ...(signature ? { signature } : {}),
      modelTopology: topology,
      weightsManifest: [{ paths: ['weights.bin'], weights: weightSpecs }],
    }),
    { path: 'weights.bin', bytes: new Uint8Array(weightData) },
    toFile('metadata.json', describeForLibraries(manifest, input)),
    toFile(
      'labels.txt',
      manifest.labels.map((label) => `${label.replaceAll(/\s+/g, ' ')}\n`).join(''),
    ),
    toFile('README.txt', describePlain(kind, content)),
  ];
  return files;
}

/** As Teachable Machine writes it; its library and ml5 read `labels` and `imageSize`. */
function describeForLibraries({ name, labels }: Manifest, input: InputSpec) {
  return {
    tfjsVersion: '4.22.0',
    packageName: 'bearings',
    userMetadata: {},
    modelName: name,
    labels,
    imageSize: input.width,
    grayscale: input.channels === 'grey',
    preprocessing: input,
  };
}

function toFile(path: string, content: unknown): BundleFile {
  const text = typeof content === 'string' ? content : `${JSON.stringify(content)}\n`;
  return { path, bytes: new TextEncoder().encode(text) };
}
