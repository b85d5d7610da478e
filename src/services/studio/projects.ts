import { ClassifierError } from '../../core/errors';
import { createProject } from '../../core/studio/create-project';
import type { Project } from '../../core/studio/project';
import type { ProjectStore } from '../../store/studio/project-store';
import { Observable } from '../observable';

/** A project as it is listed. */
export interface ListedProject {
  project: Project;
  photos: number;
}

/** The projects on this device. */
export class Projects extends Observable {
  /** `null` until they were read. */
  list: readonly ListedProject[] | null = null;
  problem: ClassifierError | null = null;

  constructor(readonly store: ProjectStore) {
    super();
  }

  /** Those in use, newest change first. */
  get current(): readonly ListedProject[] {
    return (this.list ?? []).filter(({ project }) => project.deletedAt === null);
  }

  /** Those that were deleted and can be brought back. */
  get deleted(): readonly ListedProject[] {
    return (this.list ?? []).filter(({ project }) => project.deletedAt !== null);
  }

  /** Reads the list. Never rejects; `problem` says what went wrong. */
  async load(): Promise<void> {
    await this.attempt(() => Promise.resolve());
  }

  /** @throws ClassifierError `storage-full`, `storage-unavailable`. */
  async create(name: string, now = Date.now()): Promise<Project> {
    const taken = new Set(this.current.map(({ project }) => project.name));
    const id = crypto.randomUUID();
    const project = createProject({ id, name: freeName(name.trim() || 'My project', taken), now });
    await this.store.write(project.id, { project });
    await this.load();
    return project;
  }

  async rename(id: string, name: string): Promise<void> {
    const clean = name.trim();
    if (clean !== '') await this.change(id, (project) => ({ ...project, name: clean }));
  }

  /** Puts a project aside; its photos stay until it is removed for good. */
  async delete(id: string): Promise<void> {
    await this.change(id, (project) => ({ ...project, deletedAt: Date.now() }));
  }

  async restore(id: string): Promise<void> {
    await this.change(id, (project) => ({ ...project, deletedAt: null }));
  }

  /** There is no way back from this. */
  async removeForGood(id: string): Promise<void> {
    await this.attempt(() => this.store.removeProject(id));
  }

  private async change(id: string, edit: (project: Project) => Project): Promise<void> {
    await this.attempt(async () => {
      const project = await this.store.readProject(id);
      await this.store.write(id, { project: { ...edit(project), changedAt: Date.now() } });
    });
  }

  /** Does something, and reads the list anew. */
  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      const projects = await this.store.readProjects();
      this.list = await Promise.all(
        projects.map(async (project) => ({
          project,
          photos: await this.store.countSamples(project.id),
        })),
      );
      this.problem = null;
    } catch (error) {
      this.problem = ClassifierError.from(error, 'storage-unavailable');
    }
    this.announceChange();
  }
}

/** The name itself, or with the first number that makes it new: "Bears 2". */
function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name} ${number}`;
  return free;
}
