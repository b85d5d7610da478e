import { ClassifierError } from '../core/errors';
import { openDatabase, type BearingsDatabase } from './database';
import { MemoryModelStore, MemoryPhotoStore, MemoryValueStore } from './memory-store';
import type { ModelStore } from './model-records';
import { DatabaseModelStore } from './model-store';
import { DatabasePhotoStore } from './photo-store';
import type { PhotoStore, ValueStore } from './records';
import { DatabaseValueStore } from './value-store';

export interface Stores {
  photos: PhotoStore;
  values: ValueStore;
  models: ModelStore;
  /** For what is fetched only when it is needed (the Studio); `null` where nothing lasts. */
  database: BearingsDatabase | null;
  /** Why nothing lasts beyond this page, or `null` when it does. */
  problem: ClassifierError | null;
}

/** Opens what lasts on this device; where nothing can last, everything works in memory and says so. */
export async function openStores(name?: string): Promise<Stores> {
  try {
    const database = await openDatabase(name);
    return {
      photos: new DatabasePhotoStore(database),
      values: new DatabaseValueStore(database),
      models: new DatabaseModelStore(database),
      database,
      problem: null,
    };
  } catch (error) {
    return {
      photos: new MemoryPhotoStore(),
      values: new MemoryValueStore(),
      models: new MemoryModelStore(),
      database: null,
      problem: ClassifierError.from(error, 'storage-unavailable'),
    };
  }
}
