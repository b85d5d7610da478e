import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { ClassifierError } from '../core/errors';
import type { KeptPhoto, KeptResult } from './records';

/** What lies in the browser's database. */
export interface BearingsSchema extends DBSchema {
  photos: { key: string; value: KeptPhoto };
  /** Apart from the photos, so that writing one never copies the other. */
  thumbnails: { key: string; value: Blob };
  /** Keyed by photo and model: the same photo may have been judged by several models. */
  results: { key: [string, string]; value: KeptResult; indexes: { byPhoto: string } };
  settings: { key: string; value: unknown };
}

export type BearingsDatabase = IDBPDatabase<BearingsSchema>;

const VERSION = 1;

/**
 * Opens the database.
 *
 * @throws ClassifierError `storage-unavailable` (private window, blocked by policy).
 */
export async function openDatabase(name = 'bearings'): Promise<BearingsDatabase> {
  try {
    return await openDB<BearingsSchema>(name, VERSION, {
      upgrade(database) {
        database.createObjectStore('photos', { keyPath: 'id' });
        database.createObjectStore('thumbnails');
        const results = database.createObjectStore('results', { keyPath: ['photoId', 'modelId'] });
        results.createIndex('byPhoto', 'photoId');
        database.createObjectStore('settings');
      },
    });
  } catch (error) {
    throw new ClassifierError('storage-unavailable', describe(error), { cause: error });
  }
}

/** Gives whatever the database throws its code: a full disk, or no storage at all. */
export function toStorageError(error: unknown): ClassifierError {
  if (error instanceof ClassifierError) return error;
  const full = error instanceof Error && error.name === 'QuotaExceededError';
  return new ClassifierError(full ? 'storage-full' : 'storage-unavailable', describe(error), {
    cause: error,
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
