import { ClassifierError } from '../../core/errors';
import { assignParts, groupSamples } from '../../core/studio/assign-parts';
import {
  applyLabelChange,
  applySampleChange,
  invertChange,
  type Change,
  type SampleChange,
} from '../../core/studio/change';
import type { Project, ProjectLabel } from '../../core/studio/project';
import { moveToPart, parts, relabel, type Part, type Sample } from '../../core/studio/sample';
import {
  photoFileName,
  thumbnailFileName,
  type ProjectFiles,
} from '../../store/studio/project-files';
import type { ProjectStore, ProjectWrite } from '../../store/studio/project-store';
import { Observable } from '../observable';

/** So many changes can be taken back. */
const HISTORY_LENGTH = 200;

/**
 * One open project. Every step is written before the next one begins; what cannot be written is not
 * shown as done.
 */
export class ProjectSession extends Observable {
  /** Grows with every change of photos or labels, so that views know when to count anew. */
  revision = 0;
  /** What could not be written last, or `null`. */
  problem: ClassifierError | null = null;
  private readonly byId: Map<string, Sample>;
  private listed: readonly Sample[] | null = null;
  /** Writes follow each other: none overtakes another. */
  private lastWrite: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly store: ProjectStore,
    private current: Project,
    samples: readonly Sample[],
    private history: Change[],
    private readonly release: () => void,
  ) {
    super();
    this.byId = new Map(samples.map((sample) => [sample.id, sample]));
  }

  /**
   * @param release Called once it is closed.
   * @throws ClassifierError `project-not-found`, `project-damaged`, `project-too-new`,
   *   `storage-unavailable`.
   */
  static async open(
    store: ProjectStore,
    id: string,
    release: () => void = () => undefined,
  ): Promise<ProjectSession> {
    const project = await store.readProject(id);
    const [samples, history] = await Promise.all([store.readSamples(id), store.readHistory(id)]);
    return new ProjectSession(store, project, samples, history, release);
  }

  get project(): Project {
    return this.current;
  }

  get labels(): readonly ProjectLabel[] {
    return this.current.labels;
  }

  /** In the order in which they came. */
  get samples(): readonly Sample[] {
    this.listed ??= [...this.byId.values()];
    return this.listed;
  }

  get files(): ProjectFiles {
    return this.store.filesOf(this.current.id);
  }

  /** The change that `undo` would take back, in words, or `null`. */
  get undoTitle(): string | null {
    return this.history[this.current.changesDone - 1]?.title ?? null;
  }

  get redoTitle(): string | null {
    return this.history[this.current.changesDone]?.title ?? null;
  }

  find(id: string): Sample | undefined {
    return this.byId.get(id);
  }

  labelName(labelId: string | null): string {
    return this.labels.find(({ id }) => id === labelId)?.name ?? 'No label';
  }

  /** @throws ClassifierError `file-unreadable` when the photo's file is gone. */
  async readPhoto(id: string): Promise<Blob> {
    const blob = await this.files.read(photoFileName(id));
    if (!blob) throw new ClassifierError('file-unreadable', `photo ${id} is missing`);
    // Files here have no name ending, so the browser does not know what they are.
    return blob.slice(0, blob.size, this.byId.get(id)?.type ?? blob.type);
  }

  readThumbnail(id: string): Promise<Blob | null> {
    return this.files.read(thumbnailFileName(id));
  }

  readLooks(): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
    return this.store.readLooks(this.current.id);
  }

  /** Sets parts of the project's own description: settings, runs, name. Not part of the history. */
  update(patch: Partial<Omit<Project, 'id' | 'version'>>): Promise<void> {
    return this.write(() => ({ project: { ...this.current, ...patch } }));
  }

  /**
   * Changes photos and labels so that it can be taken back.
   *
   * @param title In words, after "Undo": "relabel 3 photos".
   */
  change(
    title: string,
    samples: readonly SampleChange[],
    labels: Change['labels'] = null,
  ): Promise<void> {
    if (samples.length === 0 && !labels) return Promise.resolve();
    return this.write(() => {
      const { changesDone, id: projectId } = this.current;
      const change: Change = {
        id: crypto.randomUUID(),
        projectId,
        at: Date.now(),
        title,
        samples: [...samples],
        labels,
      };
      const kept = [...this.history.slice(0, changesDone), change];
      const dropped = kept.splice(0, Math.max(0, kept.length - HISTORY_LENGTH));
      const from = dropped.length > 0 ? 0 : changesDone;
      return {
        ...this.applied(change, kept.length),
        history: { from, changes: kept.slice(from) },
        then: () => {
          this.history = kept;
          void this.forgetPhotos(dropped);
        },
      };
    });
  }

  undo(): Promise<void> {
    return this.write(() => {
      const { changesDone } = this.current;
      const change = this.history[changesDone - 1];
      return change ? this.applied(invertChange(change), changesDone - 1) : {};
    });
  }

  redo(): Promise<void> {
    return this.write(() => {
      const { changesDone } = this.current;
      const change = this.history[changesDone];
      return change ? this.applied(change, changesDone + 1) : {};
    });
  }

  relabel(ids: readonly string[], labelId: string | null): Promise<void> {
    const now = Date.now();
    const name = labelId === null ? 'no label' : this.labelName(labelId);
    const changes = this.changeEach(ids, (sample) => relabel(sample, labelId, now));
    return this.change(`relabel ${describeCount(changes.length)} as ${name}`, changes);
  }

  moveTo(ids: readonly string[], part: Part): Promise<void> {
    const changes = this.changeEach(ids, (sample) => moveToPart(sample, part));
    return this.change(`move ${describeCount(changes.length)}`, changes);
  }

  /** Their files stay as long as this can be taken back. */
  remove(ids: readonly string[]): Promise<void> {
    const changes = this.changeEach(ids, () => null);
    return this.change(`delete ${describeCount(changes.length)}`, changes);
  }

  /**
   * Adds photos, and whatever else came with them, in one write; outside the history.
   *
   * @param prepare Called when its turn comes, so that it sees what was written before.
   */
  add(
    prepare: () => Pick<ProjectWrite, 'samples' | 'looks'> & { project?: Partial<Project> },
  ): Promise<void> {
    return this.write(() => {
      const { project, ...write } = prepare();
      return { ...write, project: { ...this.current, ...project } };
    });
  }

  /**
   * Splits the photos by the project's settings.
   *
   * @param keep Photos that stay where they are: those that were here before others came.
   */
  split(keep?: ReadonlySet<string>): Promise<void> {
    return this.write(() => {
      const assigned = assignParts(this.samples, this.current.data.split, keep ? { keep } : {});
      const samples = this.samples.flatMap((sample) => {
        const part = assigned.get(sample.id);
        return part && part !== sample.part ? [{ ...sample, part }] : [];
      });
      return { samples };
    });
  }

  /** Puts each group of near doubles or of one burst where most of it is; the others stay. */
  gatherGroups(ids: readonly string[]): Promise<void> {
    const wanted = new Set(ids);
    const samples = this.samples.filter(({ id }) => wanted.has(id));
    const groups = groupSamples(samples, { bursts: true, alike: true, folders: false });
    const usual = findUsualParts(samples, groups);
    const changes = samples.flatMap((before, i) => {
      const part = usual.get(groups[i] ?? i) ?? before.part;
      return part === before.part ? [] : [{ before, after: moveToPart(before, part) }];
    });
    return this.change(`put ${describeCount(changes.length)} with their doubles`, changes);
  }

  /** Gives the split its say over photos that a person moved. */
  async freeParts(): Promise<void> {
    const moved = this.samples.filter(({ handPart }) => handPart !== null);
    const changes = moved.map((before) => ({ before, after: { ...before, handPart: null } }));
    await this.change(`free ${describeCount(changes.length)}`, changes);
    await this.split();
  }

  /** Waits for what is being written and lets the project go. */
  async close(): Promise<void> {
    await this.lastWrite;
    this.release();
  }

  private changeEach(
    ids: readonly string[],
    change: (sample: Sample) => Sample | null,
  ): SampleChange[] {
    return ids.flatMap((id) => {
      const before = this.byId.get(id);
      return before ? [{ before, after: change(before) }] : [];
    });
  }

  /** What a change makes of the photos and labels as they are now. */
  private applied(change: Change, changesDone: number): ProjectWrite {
    const samples: Sample[] = [];
    const removed: string[] = [];
    for (const one of change.samples) {
      const id = (one.before ?? one.after)?.id ?? '';
      const after = applySampleChange(this.byId.get(id) ?? null, one);
      if (after) samples.push(after);
      else removed.push(id);
    }
    const labels = change.labels
      ? applyLabelChange(this.current.labels, change.labels)
      : this.current.labels;
    return { project: { ...this.current, labels, changesDone }, samples, removed };
  }

  /** Writes, and shows what was written. The write is made up when its turn comes. */
  private write(prepare: () => ProjectWrite & { then?: () => void }): Promise<void> {
    const work = this.lastWrite.then(async () => {
      const { then, ...write } = prepare();
      const touched = write.project ?? this.current;
      const project = { ...touched, changedAt: Date.now() };
      try {
        await this.store.write(project.id, { ...write, project });
      } catch (error) {
        this.problem = toProblem(error);
        this.announceChange();
        throw this.problem;
      }
      this.problem = null;
      this.show({ ...write, project });
      then?.();
    });
    this.lastWrite = work.catch(() => undefined);
    return work;
  }

  private show({ project, samples = [], removed = [] }: ProjectWrite): void {
    const changesPhotos = samples.length > 0 || removed.length > 0;
    if (changesPhotos || project?.labels !== this.current.labels) this.revision += 1;
    if (project) this.current = project;
    for (const sample of samples) this.byId.set(sample.id, sample);
    for (const id of removed) this.byId.delete(id);
    if (changesPhotos) this.listed = null;
    this.announceChange();
  }

  /** Photos whose deletion can no longer be taken back. */
  private async forgetPhotos(dropped: readonly Change[]): Promise<void> {
    const gone = dropped
      .flatMap(({ samples }) => samples)
      .flatMap(({ before, after }) => (before && !after ? [before.id] : []))
      .filter((id) => !this.byId.has(id));
    try {
      for (const id of gone) {
        await this.files.remove(photoFileName(id));
        await this.files.remove(thumbnailFileName(id));
      }
    } catch (error) {
      this.problem = toProblem(error);
      this.announceChange();
    }
  }
}

/** A full disk has its own code here: the way on is another one than for a single photo. */
export function toProblem(error: unknown): ClassifierError {
  const known = ClassifierError.from(error, 'storage-unavailable');
  return known.code === 'storage-full'
    ? new ClassifierError('project-full', known.detail, { cause: error })
    : known;
}

/** The part that most photos of each group are in; training where several have as many. */
function findUsualParts(
  samples: readonly Sample[],
  groups: readonly number[],
): ReadonlyMap<number, Part> {
  const counts = new Map<number, Map<Part, number>>();
  samples.forEach(({ part }, i) => {
    const group = groups[i] ?? i;
    const own = counts.get(group) ?? new Map<Part, number>();
    counts.set(group, own.set(part, (own.get(part) ?? 0) + 1));
  });
  return new Map(
    [...counts].map(([group, own]) => {
      const most = Math.max(...own.values());
      return [group, parts.find((part) => own.get(part) === most) ?? 'train'];
    }),
  );
}

function describeCount(count: number): string {
  return count === 1 ? '1 photo' : `${count.toLocaleString('en')} photos`;
}
