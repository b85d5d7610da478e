import { ClassifierError } from '../../core/errors';
import type { Change } from '../../core/studio/change';
import type { Project } from '../../core/studio/project';
import type { Sample } from '../../core/studio/sample';
import type { ProjectFiles } from './project-files';
import type { ProjectStore, ProjectWrite } from './project-store';

interface Held {
  project: Project;
  samples: Map<string, Sample>;
  looks: Map<string, Uint8Array<ArrayBuffer>>;
  history: Change[];
  files: MemoryFiles;
}

/** Keeps projects until the page closes: for private windows and for tests. */
export class MemoryProjectStore implements ProjectStore {
  readonly lasting = false;
  private readonly held = new Map<string, Held>();

  readProjects(): Promise<Project[]> {
    const projects = [...this.held.values()].map(({ project }) => project);
    return Promise.resolve(projects.sort((a, b) => b.changedAt - a.changedAt));
  }

  readProject(id: string): Promise<Project> {
    const held = this.held.get(id);
    return held
      ? Promise.resolve(held.project)
      : Promise.reject(new ClassifierError('project-not-found', id));
  }

  readSamples(projectId: string): Promise<Sample[]> {
    return Promise.resolve([...(this.held.get(projectId)?.samples.values() ?? [])]);
  }

  countSamples(projectId: string): Promise<number> {
    return Promise.resolve(this.held.get(projectId)?.samples.size ?? 0);
  }

  readLooks(projectId: string): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
    return Promise.resolve(new Map(this.held.get(projectId)?.looks));
  }

  readHistory(projectId: string): Promise<Change[]> {
    return Promise.resolve([...(this.held.get(projectId)?.history ?? [])]);
  }

  write(projectId: string, { project, ...write }: ProjectWrite): Promise<void> {
    let held = this.held.get(projectId);
    if (!held) {
      if (!project) return Promise.reject(new ClassifierError('project-not-found', projectId));
      held = {
        project,
        samples: new Map(),
        looks: new Map(),
        history: [],
        files: new MemoryFiles(),
      };
      this.held.set(projectId, held);
    }
    if (project) held.project = project;
    for (const sample of write.samples ?? []) held.samples.set(sample.id, sample);
    for (const id of write.removed ?? []) held.samples.delete(id);
    for (const [id, look] of write.looks ?? []) held.looks.set(id, look);
    if (write.history) {
      held.history.splice(write.history.from, Infinity, ...write.history.changes);
    }
    return Promise.resolve();
  }

  removeProject(id: string): Promise<void> {
    this.held.delete(id);
    return Promise.resolve();
  }

  filesOf(projectId: string): ProjectFiles {
    return this.held.get(projectId)?.files ?? new MemoryFiles();
  }
}

class MemoryFiles implements ProjectFiles {
  private readonly blobs = new Map<string, Blob>();

  read(name: string): Promise<Blob | null> {
    return Promise.resolve(this.blobs.get(name) ?? null);
  }

  write(name: string, blob: Blob): Promise<void> {
    this.blobs.set(name, blob);
    return Promise.resolve();
  }

  remove(name: string): Promise<void> {
    this.blobs.delete(name);
    return Promise.resolve();
  }

  removeFolder(folder: string): Promise<void> {
    for (const name of this.blobs.keys()) {
      if (folder === '' || name.startsWith(`${folder}/`)) this.blobs.delete(name);
    }
    return Promise.resolve();
  }
}
