import type { BearingsDatabase } from '../database';
import { guard } from '../guard';
import type { ProjectFiles } from './project-files';

/** A project's files in the browser's database, where the page has no file system of its own. */
export class DatabaseFiles implements ProjectFiles {
  constructor(
    private readonly database: BearingsDatabase,
    private readonly projectId: string,
  ) {}

  async read(name: string): Promise<Blob | null> {
    return (await guard(this.database.get('projectFiles', [this.projectId, name]))) ?? null;
  }

  async write(name: string, blob: Blob): Promise<void> {
    await guard(this.database.put('projectFiles', blob, [this.projectId, name]));
  }

  async remove(name: string): Promise<void> {
    await guard(this.database.delete('projectFiles', [this.projectId, name]));
  }

  async removeFolder(folder: string): Promise<void> {
    const start = folder === '' ? '' : `${folder}/`;
    // Names are plain text: nothing sorts after this last character of the basic plane.
    const range = IDBKeyRange.bound([this.projectId, start], [this.projectId, `${start}\uffff`]);
    await guard(this.database.delete('projectFiles', range));
  }
}
