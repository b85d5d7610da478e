import type { BearingsDatabase } from './database';
import { guard } from './guard';
import type { KeptPhoto, KeptResult, PhotoStore } from './records';

/** Keeps photos and results in the browser's database, so that a reload loses nothing. */
export class DatabasePhotoStore implements PhotoStore {
  constructor(private readonly database: BearingsDatabase) {}

  async readPhotos(): Promise<KeptPhoto[]> {
    const photos = await guard(this.database.getAll('photos'));
    return photos.sort((a, b) => a.addedAt - b.addedAt);
  }

  async readThumbnails(): Promise<Map<string, Blob>> {
    const transaction = this.database.transaction('thumbnails');
    const [keys, blobs] = await guard(
      Promise.all([transaction.store.getAllKeys(), transaction.store.getAll()]),
    );
    return new Map(keys.flatMap((key, i) => (blobs[i] ? [[key, blobs[i]]] : [])));
  }

  async readResults(modelId: string): Promise<KeptResult[]> {
    const results = await guard(this.database.getAll('results'));
    return results.filter((result) => result.modelId === modelId);
  }

  async writePhoto(photo: KeptPhoto): Promise<void> {
    await guard(this.database.put('photos', photo));
  }

  async writeThumbnail(photoId: string, thumbnail: Blob): Promise<void> {
    await guard(this.database.put('thumbnails', thumbnail, photoId));
  }

  async writeResult(result: KeptResult): Promise<void> {
    await guard(this.database.put('results', result));
  }

  async removePhoto(id: string): Promise<void> {
    const transaction = this.database.transaction(['photos', 'thumbnails', 'results'], 'readwrite');
    const results = transaction.objectStore('results');
    const keys = await guard(results.index('byPhoto').getAllKeys(id));
    await guard(
      Promise.all([
        transaction.objectStore('photos').delete(id),
        transaction.objectStore('thumbnails').delete(id),
        ...keys.map((key) => results.delete(key)),
        transaction.done,
      ]),
    );
  }

  async clear(): Promise<void> {
    const stores = ['photos', 'thumbnails', 'results'] as const;
    await guard(Promise.all(stores.map((store) => this.database.clear(store))));
  }
}
