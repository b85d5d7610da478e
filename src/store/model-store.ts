import { toStorageError, type BearingsDatabase } from './database';
import type { KeptFile, KeptModel, ModelStore } from './model-records';

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

  async writeModel(
    model: KeptModel,
    files: readonly KeptFile[],
    replaces: string = model.id,
  ): Promise<void> {
    try {
      const transaction = this.database.transaction(['models', 'modelFiles'], 'readwrite');
      const models = transaction.objectStore('models');
      const modelFiles = transaction.objectStore('modelFiles');
      // Watched from the start: it also fails when it is taken back.
      const done = transaction.done;
      try {
        await models.delete(replaces);
        await modelFiles.delete(replaces);
        await models.put(model);
        await modelFiles.put([...files], model.id);
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
      const transaction = this.database.transaction(['models', 'modelFiles'], 'readwrite');
      await Promise.all([
        transaction.objectStore('models').delete(id),
        transaction.objectStore('modelFiles').delete(id),
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
