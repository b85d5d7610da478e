import type { Classifier } from '../client/classifier';
import type { Exporter } from '../client/export-client';
import { ClassifierClient } from '../client/classifier-client';
import { LocalEngineMemory } from '../client/engine-memory';
import { ExplainClient, type Explainer } from '../client/explain-client';
import { ImportClient } from '../client/import-client';
import type { ModelImporter } from '../client/model-importer';
import type { Studio } from '../services/studio/studio';
import { spawnWorker } from '../client/spawn-worker';
import { Camera } from '../services/camera';
import { readCatalogue } from '../services/catalogue';
import { ImportSession } from '../services/import-session';
import { ModelLibrary } from '../services/model-library';
import { ModelSession } from '../services/model-session';
import { Notices } from '../services/notices';
import { Observations } from '../services/observations';
import { ReviewQueue } from '../services/review-queue';
import { Settings } from '../services/settings';
import { Tray } from '../services/tray';
import { openStores } from '../store/open-stores';
import { requestPersistence } from '../store/storage-report';
import { AppStatus } from './app-status';
import { identity } from './identity';
import { makeThumbnail } from './make-thumbnail';

/** Everything that lives as long as the page. Elements are handed it, and never build any of it. */
export interface AppServices {
  classifier: Classifier;
  settings: Settings;
  library: ModelLibrary;
  session: ModelSession;
  importer: ModelImporter;
  explainer: Explainer;
  /** The model that is being opened now. */
  imports: ImportSession;
  tray: Tray;
  camera: Camera;
  observations: Observations;
  reviews: ReviewQueue;
  notices: Notices;
  status: AppStatus;
  /** Hands models on; fetched when something is first exported. */
  openExporter: () => Promise<Exporter>;
  /** The Studio, fetched and built when it is first opened. */
  openStudio: () => Promise<Studio>;
}

/** Builds and wires everything. The only place that does. */
export async function buildServices(): Promise<AppServices> {
  const classifier = new ClassifierClient({ spawn: spawnWorker, memory: new LocalEngineMemory() });
  // Fetches the engine while the settings are read. Should that fail, opening the model says so.
  classifier.countTensors().catch(() => undefined);
  const notices = new Notices();
  const reportError = notices.addError.bind(notices);
  // Apps on one host share its storage: each keeps to its own.
  const stores = await openStores(
    identity.exported ? `bearings-${identity.exported.id}` : undefined,
  );
  if (stores.problem) notices.addError(stores.problem);

  const settings = new Settings(stores.values, reportError);
  const observations = new Observations(stores.values, reportError);
  await Promise.all([settings.load(), observations.load()]);

  const importer = new ImportClient(classifier);
  const library = new ModelLibrary({
    fetchCatalogue: () =>
      readCatalogue(new URL('models/index.json', document.baseURI).href, fetch.bind(window)),
    store: stores.models,
    importer,
    requestPersistence: () => requestPersistence(navigator.storage),
    onProblem: reportError,
  });
  const session = new ModelSession(classifier, settings, library);
  const imports = new ImportSession({ importer, library });
  const reviews = new ReviewQueue();
  const tray = new Tray({
    classifier,
    store: stores.photos,
    observations,
    reviews,
    makeThumbnail,
    keepsPhotos: () => settings.current.keepPhotos,
    onProblem: reportError,
  });
  session.subscribe(() => {
    void tray.useModel(session.opened?.manifest.id ?? null, session.thresholds);
  });
  // Absent on pages without https, whatever the types say.
  const camera = new Camera(navigator.mediaDevices);
  const status = new AppStatus();
  let exporter: Promise<Exporter> | null = null;
  const openExporter = () =>
    (exporter ??= import('../client/export-client').then(
      ({ ExportClient }) => new ExportClient(classifier),
    ));
  let studio: Promise<Studio> | null = null;
  const openStudio = () =>
    (studio ??= import('./studio/build-studio').then(({ buildStudio }) =>
      buildStudio(classifier, stores.database, library),
    ));
  return {
    classifier,
    explainer: new ExplainClient(classifier),
    settings,
    library,
    session,
    importer,
    imports,
    tray,
    camera,
    observations,
    reviews,
    notices,
    status,
    openExporter,
    openStudio,
  };
}
