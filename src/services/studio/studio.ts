import { StudioClient, type PhotoEmbedder, type PhotoIntake } from '../../client/studio-client';
import type { ClassifierClient } from '../../client/classifier-client';
import { ClassifierError } from '../../core/errors';
import type { ProjectStore } from '../../store/studio/project-store';
import type { IncomingFile } from '../tray-item';
import { listArchive, PhotoImport } from './photo-import';
import { ProjectSession } from './project-session';
import { Projects } from './projects';
import { readProjectFile } from './read-project-file';
import { TrainingSession, type TrainingDependencies } from './training-session';

interface StudioDependencies {
  client: Pick<ClassifierClient, 'request'>;
  store: ProjectStore;
  training: TrainingDependencies;
  /** Asks the browser to keep what is stored; it may say no. */
  requestPersistence: () => Promise<boolean>;
}

/** A project that is open, with what works on it. */
export interface OpenedProject {
  session: ProjectSession;
  imports: PhotoImport;
  training: TrainingSession;
}

/** Everything the Studio needs, built when it is first opened. */
export class Studio {
  readonly projects: Projects;
  readonly intake: PhotoIntake & PhotoEmbedder;
  private opened: { id: string; project: Promise<OpenedProject> } | null = null;

  constructor(private readonly dependencies: StudioDependencies) {
    this.projects = new Projects(dependencies.store);
    this.intake = new StudioClient(dependencies.client);
  }

  get lasting(): boolean {
    return this.dependencies.store.lasting;
  }

  /**
   * The project, open; it stays open until another one is. An import goes on while its page is not
   * shown.
   *
   * @throws ClassifierError `project-not-found`, `project-open-elsewhere`, `project-damaged`,
   *   `project-too-new`, `storage-unavailable`.
   */
  open(id: string): Promise<OpenedProject> {
    if (this.opened?.id === id) return this.opened.project;
    const project = this.close().then(() => this.openAnew(id));
    this.opened = { id, project };
    project.catch(() => {
      if (this.opened?.project === project) this.opened = null;
    });
    return project;
  }

  /** Lets the open project go, after what is being written. */
  async close(): Promise<void> {
    const { opened } = this;
    this.opened = null;
    // One that could not be opened holds nothing.
    const project = await opened?.project.catch(() => null);
    project?.imports.cancel();
    await project?.training.pause();
    await project?.session.close();
  }

  /**
   * Makes a project of a file, and starts to take its photos in: one of our own with all that it
   * says, any other zip of photos (a Teachable Machine project too) by the names in it.
   *
   * @returns The new project's id.
   * @throws ClassifierError `project-damaged`, `project-too-new`, `photos-none`, `archive-…`,
   *   `storage-…`.
   */
  async openFile(file: IncomingFile): Promise<string> {
    const { listing } = await listArchive(this.intake, file);
    if (listing.photos.length === 0) throw new ClassifierError('photos-none', file.name);
    const saved = listing.project === null ? null : readProjectFile(listing.project).project;
    const name = saved?.name ?? file.name.replace(/(?:\.bearings)?\.(?:zip|tm)$/i, '');
    const { id } = await this.projects.create(name);
    const { session, imports } = await this.open(id);
    if (saved) {
      const { labels, data, training, decision, app } = saved;
      await session.update({ labels, data, training, decision, app });
    }
    void imports.run([file]);
    return id;
  }

  private async openAnew(id: string): Promise<OpenedProject> {
    const { store, requestPersistence, training } = this.dependencies;
    const release = await lockProject(id);
    try {
      const session = await ProjectSession.open(store, id, release);
      return {
        session,
        imports: new PhotoImport(this.intake, session, requestPersistence),
        training: new TrainingSession(session, training),
      };
    } catch (error) {
      release();
      throw error;
    }
  }
}

/** Two tabs on one project would overwrite each other's work. */
function lockProject(id: string): Promise<() => void> {
  if (!('locks' in navigator)) return Promise.resolve(() => undefined);
  return new Promise((resolve, reject) => {
    void navigator.locks.request(`bearings-project-${id}`, { ifAvailable: true }, (lock) => {
      if (!lock) {
        reject(new ClassifierError('project-open-elsewhere'));
        return Promise.resolve();
      }
      return new Promise<void>((release) => resolve(release));
    });
  });
}
