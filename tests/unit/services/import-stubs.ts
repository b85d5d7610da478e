import type { ModelImporter } from '../../../src/client/model-importer';
import type { Contract } from '../../../src/core/contract';
import type { Diagnosis } from '../../../src/core/doctor';
import { ModelLibrary } from '../../../src/services/model-library';
import { MemoryModelStore } from '../../../src/store/memory-store';
import type { ModelStore } from '../../../src/store/model-records';
import type { HonestModel, ImportDraft } from '../../../src/worker/import-protocol';
import { heldOutDistances, manifest } from './stubs';

export const contract: Contract = {
  labels: { value: ['a', 'b', 'c'], from: 'read' },
  size: { value: { width: 224, height: 224 }, from: 'read' },
  fit: { value: 'crop', from: 'guess' },
  channels: { value: 'rgb', from: 'guess' },
  layout: { value: 'nhwc', from: 'read' },
  scale: { value: { multiply: 1 / 255, add: 0 }, from: 'guess' },
  orientation: { value: 'upright', from: 'guess' },
  output: { value: 'probabilities', from: 'measured' },
};

export const draft: ImportDraft = {
  format: 'keras-layers',
  formatName: 'Keras layers model',
  name: 'Mine',
  bytes: 1000,
  isOurs: false,
  contract,
  units: 3,
  taps: { output: null, logits: null, features: 'pool', candidates: [] },
  samples: [],
  notes: [],
};

const found = {
  fit: 'squish',
  channels: 'rgb',
  scale: { multiply: 1, add: 0 },
  orientation: 'upright',
} as const;
const none = { mean: 0, standardError: 0, words: 'none' } as const;

export const diagnosis: Diagnosis = {
  evidence: 'labelled',
  photos: 9,
  tried: [{ preparation: found, loss: 0.1, accuracy: 1, behind: none }],
  found,
  parts: [
    {
      part: 'fit',
      margin: { ...none, mean: 1, words: 'clear' },
      rival: found,
      probability: 0.98,
    },
    { part: 'channels', margin: none, rival: { ...found, channels: 'bgr' }, probability: 0.7 },
  ],
  margin: { mean: 1, standardError: 0.1, words: 'clear' },
  contract: { ...contract, fit: { value: 'squish', from: 'measured' } },
  notes: [],
};

export const honest: HonestModel = {
  manifest,
  files: [{ path: 'bearings.json', blob: new Blob(['{}']) }],
  notes: [],
  failures: [],
  strangers: [],
};

/** An importer that answers at once; a test replaces what it is about. */
export class StubImporter implements ModelImporter {
  inspect: ModelImporter['inspect'] = () => Promise.resolve(draft);
  preview: ModelImporter['preview'] = () => Promise.reject(new Error('no pictures here'));
  diagnose: ModelImporter['diagnose'] = () => Promise.resolve(diagnosis);
  /** What it finishes has no reference photos, as it is with other makers' exports. */
  finish: ModelImporter['finish'] = ({ id, name }) =>
    Promise.resolve({
      manifest: { ...manifest, id, name, detector: null },
      files: [{ path: 'bearings.json', blob: new Blob(['{}']) }],
    });
  makeHonest: ModelImporter['makeHonest'] = ({ id }) =>
    Promise.resolve({
      ...honest,
      manifest: { ...manifest, id, detector: { ...detectorOf(), heldOutDistances } },
    });
  readSamples: ModelImporter['readSamples'] = () => Promise.resolve([]);
  zip: ModelImporter['zip'] = () => Promise.resolve(new Blob(['zip']));
}

function detectorOf() {
  const { detector } = manifest;
  if (!detector) throw new Error('the stub has a detector');
  return detector;
}

/** A library with an empty store, or the one given. */
export function stubLibrary(
  store: ModelStore = new MemoryModelStore(),
  onPersist: () => void = () => undefined,
): ModelLibrary {
  return new ModelLibrary({
    fetchCatalogue: () => Promise.resolve({ entries: [], defaultId: '' }),
    store,
    importer: new StubImporter(),
    requestPersistence: () => {
      onPersist();
      return Promise.resolve(true);
    },
    onProblem: () => undefined,
  });
}
