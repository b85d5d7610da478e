import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProject } from '../../../src/core/studio/create-project';
import { ClassifierError } from '../../../src/core/errors';
import { openDatabase, type BearingsDatabase } from '../../../src/store/database';
import { DatabaseProjectStore } from '../../../src/store/studio/database-project-store';
import { openFileSystem } from '../../../src/store/studio/opfs-files';
import { photoFileName } from '../../../src/store/studio/project-files';
import { sampleOf } from '../../unit/core/studio/samples';

const NAME = 'bearings-studio-test';

const projectOf = (id: string, now = 1) => createProject({ id, name: `Project ${id}`, now });

describe.each(['the file system', 'the database'])('projects with photos in %s', (where) => {
  let database: BearingsDatabase;
  let store: DatabaseProjectStore;

  beforeEach(async () => {
    await deleteDB(NAME);
    database = await openDatabase(NAME);
    const files = where === 'the database' ? null : await openFileSystem(navigator.storage);
    if (where !== 'the database') expect(files).not.toBeNull();
    store = new DatabaseProjectStore(database, files);
    await store.removeProject('p');
    await store.removeProject('q');
  });

  afterEach(() => database.close());

  it('keeps files by name, each project its own, until they are removed', async () => {
    const [own, others] = [store.filesOf('p'), store.filesOf('q')];
    const name = photoFileName('ab'.repeat(32));
    await own.write(name, new Blob(['one']));
    await own.write(name, new Blob(['two']));
    await own.write('runs/1/features', new Blob(['features']));
    expect(await (await own.read(name))?.text()).toBe('two');
    expect(await others.read(name)).toBeNull();
    await own.removeFolder('runs');
    expect(await own.read('runs/1/features')).toBeNull();
    expect(await own.read(name)).not.toBeNull();
    await own.remove(name);
    await own.remove(name);
    expect(await own.read(name)).toBeNull();
  });

  it('gives back projects, photos and history, and removes one without the other', async () => {
    const samples = [sampleOf(2), sampleOf(1)];
    await store.write('p', { project: projectOf('p', 1), samples });
    await store.write('q', {
      project: projectOf('q', 2),
      samples: [sampleOf(3, { projectId: 'q' })],
    });
    await store.filesOf('p').write('thumbnails/1', new Blob(['small']));
    expect((await store.readProjects()).map(({ id }) => id)).toEqual(['q', 'p']);
    expect((await store.readSamples('p')).map(({ addedAt }) => addedAt)).toEqual([1, 2]);
    const change = { id: 'c', projectId: 'p', at: 1, title: 't', samples: [], labels: null };
    await store.write('p', { history: { from: 0, changes: [change, { ...change, id: 'd' }] } });
    await store.write('p', {
      removed: [samples[0]?.id ?? ''],
      looks: new Map([['x', new Uint8Array([1, 2])]]),
      history: { from: 1, changes: [{ ...change, id: 'e' }] },
    });
    expect((await store.readHistory('p')).map(({ id }) => id)).toEqual(['c', 'e']);
    expect(await store.countSamples('p')).toBe(1);
    expect([...(await store.readLooks('p')).keys()]).toEqual(['x']);
    await store.removeProject('p');
    await expect(store.readProject('p')).rejects.toMatchObject({ code: 'project-not-found' });
    expect(await store.filesOf('p').read('thumbnails/1')).toBeNull();
    expect(await store.countSamples('q')).toBe(1);
    expect(await store.readHistory('p')).toEqual([]);
  });

  it('takes everything back where a part cannot be written', async () => {
    await store.write('p', { project: projectOf('p'), samples: [sampleOf(1)] });
    // A function cannot be stored.
    const broken = { ...sampleOf(2), path: (() => undefined) as unknown as string };
    const write = { samples: [sampleOf(3), broken], removed: [sampleOf(1).id] };
    await expect(store.write('p', write)).rejects.toBeInstanceOf(ClassifierError);
    expect((await store.readSamples('p')).map(({ addedAt }) => addedAt)).toEqual([1]);
  });
});

describe('the database', () => {
  it('gains its place for projects without losing what an older version kept', async () => {
    await deleteDB(NAME);
    const old = await openDB(NAME, 2, {
      upgrade(database) {
        database.createObjectStore('photos', { keyPath: 'id' });
        database.createObjectStore('thumbnails');
        const results = database.createObjectStore('results', { keyPath: ['photoId', 'modelId'] });
        results.createIndex('byPhoto', 'photoId');
        database.createObjectStore('settings');
        database.createObjectStore('models', { keyPath: 'id' });
        database.createObjectStore('modelFiles');
      },
    });
    await old.put('settings', 'dark', 'appearance');
    old.close();
    const database = await openDatabase(NAME);
    expect(await database.get('settings', 'appearance')).toBe('dark');
    const store = new DatabaseProjectStore(database, null);
    // A newer Bearings wrote this one: it is neither shown nor touched.
    await database.put('projects', { ...projectOf('new'), version: 99 });
    await store.write('p', { project: projectOf('p') });
    expect((await store.readProjects()).map(({ id }) => id)).toEqual(['p']);
    expect(await database.get('projects', 'new')).toBeDefined();
    database.close();
  });
});
