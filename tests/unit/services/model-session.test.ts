import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ownThresholds } from '../../../src/core/thresholds';
import { ClassifierError } from '../../../src/core/errors';
import { readCatalogue, type Catalogue } from '../../../src/services/catalogue';
import { ModelLibrary } from '../../../src/services/model-library';
import { ModelSession } from '../../../src/services/model-session';
import { Settings } from '../../../src/services/settings';
import { MemoryModelStore, MemoryValueStore } from '../../../src/store/memory-store';
import type { OpenedModel } from '../../../src/worker/protocol';
import { manifest, opened, StubClassifier } from './stubs';

const origin = { kind: 'file', text: 'mine.zip', formatName: 'Keras model' } as const;

const index = {
  default: 'bears',
  models: [
    { id: 'bears', manifest: 'bears/bearings.json' },
    { id: 'trash', manifest: 'trash/bearings.json' },
    { id: 'mobilenet', manifest: 'mobilenet/bearings.json', addedByUser: true },
  ],
};

function stubLibrary(fetchCatalogue: () => Promise<Catalogue>): ModelLibrary {
  return new ModelLibrary({
    fetchCatalogue,
    store: new MemoryModelStore(),
    importer: { zip: () => Promise.resolve(new Blob(['zip'])) },
    requestPersistence: () => Promise.resolve(true),
    onProblem: () => undefined,
  });
}

/** A site with these files; everything else is a 404. */
function serve(files: Record<string, unknown>): typeof fetch {
  return (input) => {
    const path = new URL(input instanceof Request ? input.url : input).pathname;
    return Promise.resolve(
      path in files ? Response.json(files[path]) : new Response('', { status: 404 }),
    );
  };
}

const site = serve({
  '/models/index.json': index,
  '/models/bears/bearings.json': manifest,
  '/models/trash/bearings.json': { ...manifest, id: 'trash', name: 'Trash' },
});
const address = 'https://site.example/models/index.json';

describe('readCatalogue', () => {
  it('lists models, the absent one with its problem', async () => {
    const { entries, defaultId } = await readCatalogue(address, site);
    expect(defaultId).toBe('bears');
    expect(entries.map(({ id, problem }) => [id, problem?.code])).toEqual([
      ['bears', undefined],
      ['trash', undefined],
      ['mobilenet', 'model-not-found'],
    ]);
  });

  it('says when it is offline, missing or nonsense', async () => {
    const offline = () => Promise.reject(new TypeError('failed'));
    await expect(readCatalogue(address, offline)).rejects.toMatchObject({
      code: 'network-offline',
    });
    await expect(readCatalogue(address, serve({}))).rejects.toMatchObject({
      code: 'model-not-found',
    });
    await expect(readCatalogue(address, serve({ '/models/index.json': [] }))).rejects.toMatchObject(
      { code: 'model-manifest-invalid' },
    );
  });

  it('keeps a manifest that makes no sense out of the cards', async () => {
    const { entries } = await readCatalogue(
      address,
      serve({ '/models/index.json': index, '/models/bears/bearings.json': { hello: 1 } }),
    );
    expect(entries[0]?.problem?.code).toBe('model-manifest-invalid');
  });
});

describe('ModelSession', () => {
  let classifier: StubClassifier;
  let settings: Settings;
  let session: ModelSession;
  let library: ModelLibrary;

  beforeEach(() => {
    classifier = new StubClassifier();
    settings = new Settings(new MemoryValueStore(), () => undefined);
    library = stubLibrary(() => readCatalogue(address, site));
    session = new ModelSession(classifier, settings, library);
  });

  it('opens the default model', async () => {
    await session.start();
    expect(session.state).toMatchObject({ status: 'ready', id: 'bears' });
    expect(session.thresholds).toEqual(ownThresholds(manifest));
  });

  it('opens the model chosen last time, unless it is gone', async () => {
    settings.change({ modelId: 'trash' });
    await session.start();
    expect(session.state).toMatchObject({ status: 'ready', id: 'trash' });
    settings.change({ modelId: 'mobilenet' });
    await session.start();
    expect(session.state).toMatchObject({ id: 'bears' });
  });

  it('says why a model did not open, and opens it on the second try', async () => {
    classifier.openResult = () => Promise.reject(new ClassifierError('model-part-missing'));
    await session.start();
    expect(session.state).toMatchObject({
      status: 'failed',
      error: { code: 'model-part-missing' },
    });
    classifier.openResult = () => Promise.resolve(opened);
    await session.reopen();
    expect(session.state.status).toBe('ready');
  });

  it('lets the newest choice win', async () => {
    await session.start();
    const answers: ((model: OpenedModel) => void)[] = [];
    classifier.openResult = () => new Promise((resolve) => answers.push(resolve));
    const slow = session.choose('trash');
    const quick = session.choose('bears');
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]?.(opened);
    await quick;
    answers[0]?.({ ...opened, manifest: { ...manifest, id: 'trash' } });
    await slow;
    expect(session.state).toMatchObject({ status: 'ready', id: 'bears' });
  });

  it('goes on with the model before when opening another is given up or fails', async () => {
    await session.start();
    classifier.openResult = () => new Promise(() => undefined);
    void session.choose('trash');
    expect(session.canGoBack).toBe(true);
    session.goBack();
    expect(session.state).toMatchObject({ status: 'ready', id: 'bears' });
    classifier.openResult = () => Promise.reject(new ClassifierError('model-part-damaged'));
    await session.choose('trash');
    expect(session.state.status).toBe('failed');
    session.goBack();
    expect(session.state).toMatchObject({ status: 'ready', id: 'bears' });
    expect(settings.current.modelId).toBe('bears');
  });

  it('can give up the very first opening', async () => {
    classifier.openResult = () => new Promise(() => undefined);
    await library.load();
    void session.open('bears');
    session.goBack();
    expect(session.state).toMatchObject({ status: 'failed', error: { code: 'cancelled' } });
  });

  it('keeps lines for each model, and gives the model’s own back', async () => {
    await session.start();
    const moved = { confidence: 0.9, falseAlarmRate: 0.2, coverage: 0.95 };
    session.setThresholds(moved);
    expect(session.thresholds).toEqual(moved);
    expect(settings.current.thresholds['bears']).toEqual(moved);
    session.resetThresholds();
    expect(session.thresholds).toEqual(ownThresholds(manifest));
  });

  it('takes the coverage from the model where an earlier version kept no such line', async () => {
    settings.change({ thresholds: { bears: { confidence: 0.9, falseAlarmRate: 0.2 } } });
    await session.start();
    expect(session.thresholds).toEqual({ confidence: 0.9, falseAlarmRate: 0.2, coverage: 0.9 });
  });

  it('opens a model that was kept on the device by its files', async () => {
    const kept = { ...manifest, id: 'mine', name: 'Mine' };
    const files = [{ path: 'bearings.json', blob: new Blob(['{}']) }];
    await library.keep({ manifest: kept, files }, origin);
    settings.change({ modelId: 'mine' });
    await session.start();
    expect(session.state).toMatchObject({ status: 'ready', id: 'mine' });
    expect(classifier.openedModels.at(-1)).toEqual({ kind: 'files', files });
    expect(session.entry).toMatchObject({ kind: 'kept', origin });
  });

  it('opens a kept model though the site’s list cannot be read', async () => {
    const offline = stubLibrary(() => Promise.reject(new ClassifierError('network-offline')));
    await offline.keep({ manifest: { ...manifest, id: 'mine' }, files: [] }, origin);
    settings.change({ modelId: 'mine' });
    const alone = new ModelSession(classifier, settings, offline);
    await alone.start();
    expect(alone.state).toMatchObject({ status: 'ready', id: 'mine' });
  });

  it('falls back to the default when the open model is removed', async () => {
    await library.keep({ manifest: { ...manifest, id: 'mine' }, files: [] }, origin);
    await session.start();
    await session.choose('mine');
    await library.remove('mine');
    await session.leave('mine');
    expect(session.state).toMatchObject({ status: 'ready', id: 'bears' });
    expect(settings.current.modelId).toBeNull();
    // Removing one that is not open changes nothing.
    await session.leave('another');
    expect(session.state).toMatchObject({ status: 'ready', id: 'bears' });
  });

  it('counts the engine’s restarts', async () => {
    classifier.restart();
    expect(session.restarts).toBe(1);
  });
});
