import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { Alarm } from '../core/alarm';
import { ClassifierError } from '../core/errors';
import type { Change } from '../core/studio/change';
import type { KeptFile, KeptModel } from './model-records';
import type { KeptPhoto, KeptResult } from './records';

/** What lies in the browser's database. */
interface BearingsSchema extends DBSchema {
  photos: { key: string; value: KeptPhoto };
  /** Apart from the photos, so that writing one never copies the other. */
  thumbnails: { key: string; value: Blob };
  /** Keyed by photo and model: the same photo may have been judged by several models. */
  results: { key: [string, string]; value: KeptResult; indexes: { byPhoto: string } };
  settings: { key: string; value: unknown };
  models: { key: string; value: KeptModel };
  /** Apart from the list, so that listing reads no weights. Keyed by the model's id. */
  modelFiles: { key: string; value: KeptFile[] };
  /** Apart from the files: an export holds all of those, and none of these. Keyed by the model's id. */
  modelPictures: { key: string; value: (Blob | null)[] };
  /** Projects of the Studio; an older version's shape is brought up to date when it is read. */
  projects: { key: string; value: StoredProject };
  /** Photos of projects, by project and SHA-256. */
  samples: { key: [string, string]; value: StoredSample };
  /** What those photos look like, in few bytes (`core/studio/look.ts`). */
  looks: { key: [string, string]; value: Uint8Array<ArrayBuffer> };
  /** What was done to projects, by project and place in the order. */
  projectChanges: { key: [string, number]; value: Change };
  /** Files of projects by name, where the browser has no file system of its own for the page. */
  projectFiles: { key: [string, string]; value: Blob };
}

/** A project as some version wrote it; `readProject` makes one of this version of it. */
interface StoredProject {
  id: string;
  version: number;
}

/** A photo's description as some version wrote it. */
interface StoredSample {
  id: string;
  projectId: string;
}

export type BearingsDatabase = IDBPDatabase<BearingsSchema>;

const VERSION = 4;

/**
 * Opens the database.
 *
 * @throws ClassifierError `storage-unavailable` (private window, blocked by policy), or
 *   `storage-in-use` while another tab has an older version of the page open.
 */
export async function openDatabase(name = 'bearings'): Promise<BearingsDatabase> {
  const waiting = new Alarm();
  const opening = openDB<BearingsSchema>(name, VERSION, {
    upgrade(database, oldVersion) {
      if (oldVersion < 1) createFirstStores(database);
      if (oldVersion < 2) createModelStores(database);
      if (oldVersion < 3) createProjectStores(database);
      if (oldVersion < 4) database.createObjectStore('modelPictures');
    },
    // Waiting for a tab to close may take days: this page goes on without.
    blocked: () => waiting.raise(new ClassifierError('storage-in-use')),
    // A newer version of the page in another tab goes first.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
  try {
    return await waiting.guard(opening);
  } catch (error) {
    if (error instanceof ClassifierError) throw error;
    throw new ClassifierError('storage-unavailable', describe(error), { cause: error });
  }
}

function createFirstStores(database: BearingsDatabase): void {
  database.createObjectStore('photos', { keyPath: 'id' });
  database.createObjectStore('thumbnails');
  const results = database.createObjectStore('results', { keyPath: ['photoId', 'modelId'] });
  results.createIndex('byPhoto', 'photoId');
  database.createObjectStore('settings');
}

function createModelStores(database: BearingsDatabase): void {
  database.createObjectStore('models', { keyPath: 'id' });
  database.createObjectStore('modelFiles');
}

function createProjectStores(database: BearingsDatabase): void {
  database.createObjectStore('projects', { keyPath: 'id' });
  database.createObjectStore('samples', { keyPath: ['projectId', 'id'] });
  database.createObjectStore('looks');
  database.createObjectStore('projectChanges');
  database.createObjectStore('projectFiles');
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
