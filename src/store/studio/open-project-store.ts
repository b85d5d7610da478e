import type { BearingsDatabase } from '../database';
import { DatabaseProjectStore } from './database-project-store';
import { MemoryProjectStore } from './memory-project-store';
import { openFileSystem } from './opfs-files';
import type { ProjectStore } from './project-store';

/** The store of projects: in memory where nothing lasts. */
export async function openProjectStore(
  database: BearingsDatabase | null,
  storage: StorageManager | undefined,
): Promise<ProjectStore> {
  if (!database) return new MemoryProjectStore();
  return new DatabaseProjectStore(database, await openFileSystem(storage));
}
