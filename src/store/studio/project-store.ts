import type { Change } from '../../core/studio/change';
import type { Project } from '../../core/studio/project';
import type { Sample } from '../../core/studio/sample';
import type { ProjectFiles } from './project-files';

/** One write to a project: all of it, or nothing. What is absent stays as it is. */
export interface ProjectWrite {
  project?: Project;
  samples?: readonly Sample[];
  /** Ids of photos that go; their files stay until `ProjectFiles.remove`. */
  removed?: readonly string[];
  /** What photos look like, by id. */
  looks?: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** The history from this place on, in place of what stood there. */
  history?: { from: number; changes: readonly Change[] };
}

/** Everything kept about the Studio's projects. Implementations: the browser's database, or memory. */
export interface ProjectStore {
  /** Whether what is written here is there on the next visit. */
  readonly lasting: boolean;
  /** Newest change first; those that cannot be read are left out, and left alone. */
  readProjects(): Promise<Project[]>;
  /**
   * @throws ClassifierError `project-not-found`, `project-damaged`, `project-too-new`,
   *   `storage-unavailable`.
   */
  readProject(id: string): Promise<Project>;
  /** In the order in which they came. */
  readSamples(projectId: string): Promise<Sample[]>;
  countSamples(projectId: string): Promise<number>;
  readLooks(projectId: string): Promise<Map<string, Uint8Array<ArrayBuffer>>>;
  /** Oldest first. */
  readHistory(projectId: string): Promise<Change[]>;
  /** @throws ClassifierError `storage-full`, `storage-unavailable`; then all is as it was. */
  write(projectId: string, write: ProjectWrite): Promise<void>;
  /** Removes a project for good, its files too. */
  removeProject(id: string): Promise<void>;
  /** The project's photos, thumbnails, features, runs. */
  filesOf(projectId: string): ProjectFiles;
}
