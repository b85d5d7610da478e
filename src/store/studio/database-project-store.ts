import { ClassifierError } from '../../core/errors';
import type { Change } from '../../core/studio/change';
import type { Project } from '../../core/studio/project';
import { readProject, readSample } from '../../core/studio/read-project';
import type { Sample } from '../../core/studio/sample';
import type { BearingsDatabase } from '../database';
import { guard } from '../guard';
import { writeWhole } from '../write-whole';
import { DatabaseFiles } from './database-files';
import { OpfsFiles } from './opfs-files';
import type { ProjectFiles } from './project-files';
import type { ProjectStore, ProjectWrite } from './project-store';

const written = ['projects', 'samples', 'looks', 'projectChanges'] as const;

/** Keeps projects in the browser's database, and their files in the page's own file system. */
export class DatabaseProjectStore implements ProjectStore {
  readonly lasting = true;

  /** @param fileSystem `null`: files go to the database too. */
  constructor(
    private readonly database: BearingsDatabase,
    private readonly fileSystem: FileSystemDirectoryHandle | null,
  ) {}

  async readProjects(): Promise<Project[]> {
    const stored = await guard(this.database.getAll('projects'));
    const projects = stored.flatMap((value) => {
      try {
        return [readProject(value)];
      } catch (error) {
        // A newer version's project waits for that version.
        if (error instanceof ClassifierError) return [];
        throw error;
      }
    });
    return projects.sort((a, b) => b.changedAt - a.changedAt);
  }

  async readProject(id: string): Promise<Project> {
    const stored = await guard(this.database.get('projects', id));
    if (!stored) throw new ClassifierError('project-not-found', id);
    return readProject(stored);
  }

  async readSamples(projectId: string): Promise<Sample[]> {
    const stored = await guard(this.database.getAll('samples', rangeOf(projectId)));
    return stored
      .map((value) => readSample(value, projectId))
      .sort((a, b) => a.addedAt - b.addedAt || (a.path < b.path ? -1 : 1));
  }

  countSamples(projectId: string): Promise<number> {
    return guard(this.database.count('samples', rangeOf(projectId)));
  }

  async readLooks(projectId: string): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
    const { store } = this.database.transaction('looks');
    const range = rangeOf(projectId);
    const [keys, looks] = await guard(Promise.all([store.getAllKeys(range), store.getAll(range)]));
    return new Map(keys.flatMap(([, id], i) => (looks[i] ? [[id, looks[i]]] : [])));
  }

  readHistory(projectId: string): Promise<Change[]> {
    return guard(this.database.getAll('projectChanges', rangeOf(projectId)));
  }

  write(projectId: string, write: ProjectWrite): Promise<void> {
    return guard(
      writeWhole(
        () => this.openWriting(),
        (transaction) => Promise.all(this.listWrites(projectId, write, transaction)),
      ),
    );
  }

  async removeProject(id: string): Promise<void> {
    // First the description: should the rest not come to its end, no half project is shown.
    await guard(this.database.delete('projects', id));
    for (const name of ['samples', 'looks', 'projectChanges'] as const) {
      await guard(this.database.delete(name, rangeOf(id)));
    }
    await this.filesOf(id).removeFolder('');
  }

  filesOf(projectId: string): ProjectFiles {
    return this.fileSystem
      ? new OpfsFiles(this.fileSystem, projectId)
      : new DatabaseFiles(this.database, projectId);
  }

  private listWrites(
    projectId: string,
    { project, samples = [], removed = [], looks, history }: ProjectWrite,
    transaction: ReturnType<typeof this.openWriting>,
  ): Promise<unknown>[] {
    const store = <Name extends (typeof written)[number]>(name: Name) =>
      transaction.objectStore(name);
    const writes: Promise<unknown>[] = [];
    const add = (write: Promise<unknown>) => {
      // Should a later one fail at once, nobody waits for this one any more.
      write.catch(() => undefined);
      writes.push(write);
    };
    if (project) add(store('projects').put(project));
    for (const sample of samples) add(store('samples').put(sample));
    for (const id of removed) add(store('samples').delete([projectId, id]));
    for (const [id, look] of looks ?? []) add(store('looks').put(look, [projectId, id]));
    if (history) {
      const end = IDBKeyRange.bound([projectId, history.from], [projectId, []]);
      add(store('projectChanges').delete(end));
      history.changes.forEach((change, i) => {
        add(store('projectChanges').put(change, [projectId, history.from + i]));
      });
    }
    return writes;
  }

  private openWriting() {
    return this.database.transaction(written, 'readwrite', { durability: 'relaxed' });
  }
}

/** Every key that begins with this project. An empty list sorts after all texts and numbers. */
function rangeOf(projectId: string): IDBKeyRange {
  return IDBKeyRange.bound([projectId], [projectId, []]);
}
