import { toStorageError, type BearingsDatabase } from './database';
import type { ValueStore } from './records';

/** Keeps small values by name in the browser's database. */
export class DatabaseValueStore implements ValueStore {
  constructor(private readonly database: BearingsDatabase) {}

  async read(key: string): Promise<unknown> {
    try {
      return await this.database.get('settings', key);
    } catch (error) {
      throw toStorageError(error);
    }
  }

  async write(key: string, value: unknown): Promise<void> {
    try {
      await this.database.put('settings', value, key);
    } catch (error) {
      throw toStorageError(error);
    }
  }
}
