import { toStorageError, type BearingsDatabase } from './database';
import type { KeptFile, KeptModel, ModelStore, ReferencePictures } from './model-records';

/** All that belongs to a model is written and removed together. */
const STORES = ['models', 'modelFiles', 'modelPictures'] as const;

/** Keeps models in the browser's database: descriptions apart from files, written together. */
export class DatabaseModelStore implements ModelStore {
  readonly lasting = true;

  constructor(private readonly database: BearingsDatabase) {}

  async readModels(): Promise<KeptModel[]> {
    try {
      const models = await this.database.getAll('models');
      return models.sort((a, b) => a.addedAt - b.addedAt);
    } catch (error) {
      throw toStorageError(error);
    }
  }

  async readFiles(id: string): Promise<KeptFile[] | null> {
    try {
      return (await this.database.get('modelFiles', id)) ?? null;
    } catch (error) {
      throw toStorageError(error);
    }
  }

  async readPictures(id: string): Promise<ReferencePictures> {
    try {
      return (await this.database.get('modelPictures', id)) ?? [];
    } catch (error) {
      throw toStorageError(error);
    }
  }

  async writeModel(
    model: KeptModel,
    files: readonly KeptFile[],
    replaces: string = model.id,
    pictures?: ReferencePictures,
  ): Promise<void> {
    try {
      const transaction = this.database.transaction(STORES, 'readwrite');
      const models = transaction.objectStore('models');
      const modelFiles = transaction.objectStore('modelFiles');
      const modelPictures = transaction.objectStore('modelPictures');
      // Watched from the start: it also fails when it is taken back.
      const done = transaction.done;
      try {
        await models.delete(replaces);
        await modelFiles.delete(replaces);
        await models.put(model);
        await modelFiles.put([...files], model.id);
        if (replaces !== model.id) await modelPictures.delete(replaces);
        if (pictures) await modelPictures.put([...pictures], model.id);
      } catch (error) {
        // All or nothing. Not every failure makes the database take back what went before it.
        takeBack(transaction);
        await done.catch(() => undefined);
        throw error;
      }
      await done;
    } catch (error) {
      throw toStorageError(error);
    }
  }

  async removeModel(id: string): Promise<void> {
    try {
      const transaction = this.database.transaction(STORES, 'readwrite');
      await Promise.all([
        ...STORES.map((name) => transaction.objectStore(name).delete(id)),
        transaction.done,
      ]);
    } catch (error) {
      throw toStorageError(error);
    }
  }
}

function takeBack(transaction: { abort(): void; error: DOMException | null }): void {
  // One with an error has been taken back already.
  if (transaction.error === null) transaction.abort();
}
