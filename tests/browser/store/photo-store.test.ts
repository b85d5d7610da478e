import { deleteDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, toStorageError, type BearingsDatabase } from '../../../src/store/database';
import { DatabasePhotoStore } from '../../../src/store/photo-store';
import { readStorageReport } from '../../../src/store/storage-report';
import { DatabaseValueStore } from '../../../src/store/value-store';
import { classificationOf, evidenceFor } from '../../unit/services/stubs';

const NAME = 'bearings-test';

describe('DatabasePhotoStore', () => {
  let database: BearingsDatabase;
  let store: DatabasePhotoStore;

  beforeEach(async () => {
    await deleteDB(NAME);
    database = await openDatabase(NAME);
    store = new DatabasePhotoStore(database);
  });

  afterEach(() => database.close());

  const photo = (id: string, addedAt: number) => ({
    id,
    name: `${id}.jpg`,
    file: new Blob([id]),
    addedAt,
  });
  const result = (photoId: string, modelId: string) => ({
    photoId,
    modelId,
    classification: classificationOf(evidenceFor('match'), modelId),
    review: null,
  });

  it('gives back what was kept, oldest first', async () => {
    await store.writePhoto(photo('b', 2));
    await store.writePhoto(photo('a', 1));
    await store.writeThumbnail('a', new Blob(['small']));
    await store.writeResult(result('a', 'bears'));
    await store.writeResult(result('a', 'trash'));
    const photos = await store.readPhotos();
    expect(photos.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(await photos[0]?.file.text()).toBe('a');
    expect([...(await store.readThumbnails()).keys()]).toEqual(['a']);
    expect(await store.readResults('bears')).toEqual([result('a', 'bears')]);
  });

  it('removes a photo with everything said about it', async () => {
    for (const id of ['a', 'b']) {
      await store.writePhoto(photo(id, 1));
      await store.writeThumbnail(id, new Blob(['small']));
      await store.writeResult(result(id, 'bears'));
    }
    await store.removePhoto('a');
    expect((await store.readPhotos()).map(({ id }) => id)).toEqual(['b']);
    expect([...(await store.readThumbnails()).keys()]).toEqual(['b']);
    expect((await store.readResults('bears')).map(({ photoId }) => photoId)).toEqual(['b']);
    await store.clear();
    expect(await store.readPhotos()).toEqual([]);
    expect(await store.readResults('bears')).toEqual([]);
  });

  it('keeps values', async () => {
    const values = new DatabaseValueStore(database);
    await values.write('settings', { appearance: 'dark' });
    expect(await values.read('settings')).toEqual({ appearance: 'dark' });
  });

  it('says that storage is gone when the database is closed', async () => {
    database.close();
    await expect(store.readPhotos()).rejects.toMatchObject({ code: 'storage-unavailable' });
  });
});

describe('toStorageError', () => {
  it('tells a full disk from no disk', () => {
    const full = new DOMException('no room', 'QuotaExceededError');
    expect(toStorageError(full).code).toBe('storage-full');
    expect(toStorageError(new DOMException('no', 'SecurityError')).code).toBe(
      'storage-unavailable',
    );
  });
});

describe('readStorageReport', () => {
  it('reads what the browser says', async () => {
    const report = await readStorageReport(navigator.storage);
    expect(report.quotaBytes).toBeGreaterThan(0);
  });

  it('works where the browser says nothing', async () => {
    expect(await readStorageReport(undefined)).toEqual({
      usedBytes: null,
      quotaBytes: null,
      persisted: false,
    });
  });
});
