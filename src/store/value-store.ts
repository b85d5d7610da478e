import type { BearingsDatabase } from './database';
import { guard } from './guard';
import type { ValueStore } from './records';

/** Keeps small values by name in the browser's database. */
export class DatabaseValueStore implements ValueStore {
  constructor(private readonly database: BearingsDatabase) {}

  read(key: string): Promise<unknown> {
    return guard(this.database.get('settings', key));
  }

  async write(key: string, value: unknown): Promise<void> {
    await guard(this.database.put('settings', value, key));
  }
}
