import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type BearingsDatabase } from '../../../src/store/database';
import type { KeptModel } from '../../../src/store/model-records';
import { DatabaseModelStore } from '../../../src/store/model-store';
import { openStores } from '../../../src/store/open-stores';
import { manifest } from '../../unit/services/stubs';

const NAME = 'bearings-models-test';

const modelOf = (id: string, addedAt = 1): KeptModel => ({
  id,
  manifest: { ...manifest, id },
  origin: { kind: 'file', text: `${id}.zip`, formatName: 'Keras model' },
  addedAt,
  bytes: 3,
});
const filesOf = (text: string) => [{ path: 'weights.bin', blob: new Blob([text]) }];

describe('DatabaseModelStore', () => {
  let database: BearingsDatabase;
  let store: DatabaseModelStore;

  beforeEach(async () => {
    await deleteDB(NAME);
    database = await openDatabase(NAME);
    store = new DatabaseModelStore(database);
  });

  afterEach(() => database.close());

  it('gives back models with their files, oldest first', async () => {
    await store.writeModel(modelOf('b', 2), filesOf('bbb'));
    await store.writeModel(modelOf('a', 1), filesOf('aaa'));
    expect((await store.readModels()).map(({ id }) => id)).toEqual(['a', 'b']);
    const files = await store.readFiles('a');
    expect(await files?.[0]?.blob.text()).toBe('aaa');
    await store.removeModel('a');
    expect(await store.readFiles('a')).toBeNull();
    expect((await store.readModels()).map(({ id }) => id)).toEqual(['b']);
  });

  it('puts a new version in the place of the old', async () => {
    await store.writeModel(modelOf('a'), filesOf('old'));
    await store.writeModel(modelOf('a-2'), filesOf('new'), 'a');
    expect((await store.readModels()).map(({ id }) => id)).toEqual(['a-2']);
    expect(await store.readFiles('a')).toBeNull();
  });

  it('keeps pictures of reference photos as long as their model', async () => {
    const pictures = [new Blob(['small']), null];
    const readTexts = async (id: string) =>
      Promise.all(
        (await store.readPictures(id)).map((one) => (one ? one.text() : Promise.resolve(null))),
      );
    await store.writeModel(modelOf('a'), filesOf('aaa'), undefined, pictures);
    expect(await readTexts('a')).toEqual(['small', null]);
    // Renamed: the same model written again.
    await store.writeModel(modelOf('a'), filesOf('aaa'));
    expect(await readTexts('a')).toEqual(['small', null]);
    await store.writeModel(modelOf('a-2'), filesOf('aaa'), 'a', pictures);
    expect(await readTexts('a')).toEqual([]);
    expect(await readTexts('a-2')).toEqual(['small', null]);
    await store.removeModel('a-2');
    expect(await readTexts('a-2')).toEqual([]);
  });

  it('takes everything back where a part cannot be written', async () => {
    await store.writeModel(modelOf('a'), filesOf('old'));
    // A function cannot be stored: the files fail after the model was written.
    const unwritable = [{ path: 'weights.bin', blob: (() => undefined) as unknown as Blob }];
    await expect(store.writeModel(modelOf('a-2'), unwritable, 'a')).rejects.toMatchObject({
      code: 'storage-unavailable',
    });
    expect((await store.readModels()).map(({ id }) => id)).toEqual(['a']);
    expect(await (await store.readFiles('a'))?.[0]?.blob.text()).toBe('old');
  });
});

describe('openDatabase', () => {
  const createFirstVersion = () =>
    openDB(NAME, 1, {
      upgrade(database) {
        database.createObjectStore('photos', { keyPath: 'id' });
        database.createObjectStore('thumbnails');
        const results = database.createObjectStore('results', { keyPath: ['photoId', 'modelId'] });
        results.createIndex('byPhoto', 'photoId');
        database.createObjectStore('settings');
      },
    });

  beforeEach(() => deleteDB(NAME));

  it('keeps what the first version of the page kept', async () => {
    const first = await createFirstVersion();
    await first.put('photos', { id: 'p', name: 'p.jpg', file: new Blob(['p']), addedAt: 1 });
    await first.put('settings', { modelId: 'trash' }, 'settings');
    first.close();
    const stores = await openStores(NAME);
    expect(stores.problem).toBeNull();
    expect(await stores.photos.readPhotos()).toMatchObject([{ id: 'p' }]);
    expect(await stores.values.read('settings')).toEqual({ modelId: 'trash' });
    expect(await stores.models.readModels()).toEqual([]);
    expect(stores.models.lasting).toBe(true);
    expect(await stores.models.readPictures('mine')).toEqual([]);
  });

  it('goes on in memory while another tab holds on to the first version', async () => {
    const first = await createFirstVersion();
    const stores = await openStores(NAME);
    expect(stores.problem?.code).toBe('storage-in-use');
    expect(stores.models.lasting).toBe(false);
    first.close();
  });
});
