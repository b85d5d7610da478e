import type { BearingsDatabase } from './database';
import { guard } from './guard';
import type { KeptFile, KeptModel, ModelStore, ReferencePictures } from './model-records';
import { writeWhole } from './write-whole';

/** All that belongs to a model is written and removed together. */
const STORES = ['models', 'modelFiles', 'modelPictures'] as const;

/** Keeps models in the browser's database: descriptions apart from files, written together. */
export class DatabaseModelStore implements ModelStore {
  readonly lasting = true;

  constructor(private readonly database: BearingsDatabase) {}

  async readModels(): Promise<KeptModel[]> {
    const models = await guard(this.database.getAll('models'));
    return models.sort((a, b) => a.addedAt - b.addedAt);
  }

  async readFiles(id: string): Promise<KeptFile[] | null> {
    return (await guard(this.database.get('modelFiles', id))) ?? null;
  }

  async readPictures(id: string): Promise<ReferencePictures> {
    return (await guard(this.database.get('modelPictures', id))) ?? [];
  }

  writeModel(
    model: KeptModel,
    files: readonly KeptFile[],
    replaces: string = model.id,
    pictures?: ReferencePictures,
  ): Promise<void> {
    return this.writeTogether(async (transaction) => {
      const models = transaction.objectStore('models');
      const modelFiles = transaction.objectStore('modelFiles');
      const modelPictures = transaction.objectStore('modelPictures');
      await models.delete(replaces);
      await modelFiles.delete(replaces);
      await models.put(model);
      await modelFiles.put([...files], model.id);
      if (replaces !== model.id) await modelPictures.delete(replaces);
      if (pictures) await modelPictures.put([...pictures], model.id);
    });
  }

  removeModel(id: string): Promise<void> {
    return this.writeTogether((transaction) =>
      Promise.all(STORES.map((name) => transaction.objectStore(name).delete(id))),
    );
  }

  private writeTogether(
    write: (transaction: ReturnType<typeof this.open>) => Promise<unknown>,
  ): Promise<void> {
    return guard(writeWhole(() => this.open(), write));
  }

  private open() {
    return this.database.transaction(STORES, 'readwrite');
  }
}
