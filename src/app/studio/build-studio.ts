import { ClassifierClient } from '../../client/classifier-client';
import { spawnWorker } from '../../client/spawn-worker';
import { TrainingClient } from '../../client/training-client';
import type { TrainingSettings } from '../../core/studio/training-settings';
import type { ModelLibrary } from '../../services/model-library';
import { ClassifierError } from '../../core/errors';
import { Studio } from '../../services/studio/studio';
import type { BearingsDatabase } from '../../store/database';
import { requestPersistence } from '../../store/storage-report';
import { openProjectStore } from '../../store/studio/open-project-store';
import type { ModelSource } from '../../worker/protocol';

/** Builds the Studio on what the page has: its worker, and its database where there is one. */
export async function buildStudio(
  client: ClassifierClient,
  database: BearingsDatabase | null,
  library: ModelLibrary,
): Promise<Studio> {
  const { storage } = navigator;
  return new Studio({
    client,
    store: await openProjectStore(database, storage),
    training: {
      trainer: new TrainingClient(() => new ClassifierClient({ spawn: spawnWorker })),
      findTrunk: (trunk) => findTrunk(library, trunk),
      describeTrunk: (trunk) =>
        (trunk === 'built-in' ? findOnTrunk(library) : library.find(trunk.modelId))?.manifest ??
        null,
    },
    requestPersistence: () => requestPersistence(storage),
  });
}

/** Where the model is whose features are learnt from: one of this site's, on the built-in trunk. */
async function findTrunk(
  library: ModelLibrary,
  trunk: TrainingSettings['trunk'],
): Promise<ModelSource> {
  if (trunk !== 'built-in') {
    return { kind: 'files', files: await library.readFiles(trunk.modelId) };
  }
  const entry = findOnTrunk(library);
  if (entry) return { kind: 'address', manifestUrl: entry.manifestUrl };
  throw new ClassifierError('model-not-found', 'no model of this site has the built-in network');
}

/** The first of this site's models on the built-in trunk. */
function findOnTrunk(library: ModelLibrary) {
  return library.entries
    .filter((entry) => entry.kind === 'built-in')
    .find(({ manifest }) => manifest?.network.kind === 'head-on-trunk');
}
