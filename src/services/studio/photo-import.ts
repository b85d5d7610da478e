import type { PhotoIntake } from '../../client/studio-client';
import { ClassifierError } from '../../core/errors';
import type { UnfinishedImport } from '../../core/studio/project';
import type { Sample } from '../../core/studio/sample';
import { photoFileName, thumbnailFileName } from '../../store/studio/project-files';
import type { RefusedPhoto, TakenPhoto } from '../../worker/studio-protocol';
import { Observable } from '../observable';
import type { IncomingFile } from '../tray-item';
import { LabelBook } from './label-book';
import {
  isArchive,
  nameSource,
  planArchive,
  planFiles,
  type ListedArchive,
  type PlannedPhoto,
} from './plan-import';
import { toProblem, type ProjectSession } from './project-session';
import { readProjectFile } from './read-project-file';

/** So many photos are with the worker at once: others may want it in between. */
const BATCH = 4;

export interface ImportReport {
  name: string;
  total: number;
  added: number;
  /** In the project before, from the same place. */
  known: number;
  /** The same bytes as a photo that is in already. */
  copies: number;
  /** Photos that cannot be used, with the reason. */
  failures: { path: string; error: ClassifierError }[];
}

export type ImportState =
  | { status: 'idle' }
  | { status: 'running'; stage: 'list' | 'photos' | 'compare'; done: number; report: ImportReport }
  /** `error`: why it stopped before its end. What was saved stays. */
  | { status: 'done'; report: ImportReport; error: ClassifierError | null };

export interface ImportOptions {
  /** For photos whose place names no label. */
  labelId?: string | null;
  /** For photos of one burst. */
  group?: string | null;
}

let lastArchiveId = 0;

/** Takes photos into a project: each is saved before the next few are looked at. */
export class PhotoImport extends Observable {
  state: ImportState = { status: 'idle' };
  private controller: AbortController | null = null;

  constructor(
    private readonly intake: PhotoIntake,
    private readonly session: ProjectSession,
    private readonly requestPersistence: () => Promise<boolean>,
  ) {
    super();
  }

  get isRunning(): boolean {
    return this.state.status === 'running';
  }

  /** Takes in photos from files, folders and zips. Never rejects; `state` says how it went. */
  async run(files: readonly IncomingFile[], options: ImportOptions = {}): Promise<void> {
    if (this.isRunning || files.length === 0) return;
    const controller = new AbortController();
    this.controller = controller;
    const report = emptyReport(nameSource(files));
    this.setState({ status: 'running', stage: 'list', done: 0, report });
    try {
      const planned = await this.plan(files, controller.signal);
      if (planned.length === 0) throw new ClassifierError('photos-none');
      report.total = planned.length;
      const { project, samples } = this.session;
      const wasEmpty = project.unfinishedImport?.wasEmpty ?? samples.length === 0;
      if (wasEmpty) await this.requestPersistence();
      await this.takeAll(planned, report, { wasEmpty, options, signal: controller.signal });
      await this.complete(wasEmpty, report, controller.signal);
      this.setState({ status: 'done', report, error: null });
    } catch (error) {
      const problem = toProblem(error);
      if (problem.code === 'cancelled') await this.settle(report);
      this.setState({ status: 'done', report, error: problem });
    } finally {
      this.controller = null;
    }
  }

  /** Leaves an import that broke off at what was saved: compares and splits what is there. */
  async settle(report: ImportReport = emptyReport('')): Promise<void> {
    const { unfinishedImport } = this.session.project;
    if (!unfinishedImport) return;
    try {
      await this.complete(unfinishedImport.wasEmpty, report, new AbortController().signal);
      this.setState({ status: 'idle' });
    } catch (error) {
      this.setState({ status: 'done', report, error: toProblem(error) });
    }
  }

  cancel(): void {
    this.controller?.abort();
  }

  /** The person has read the report. */
  dismiss(): void {
    if (!this.isRunning) this.setState({ status: 'idle' });
  }

  private async plan(files: readonly IncomingFile[], signal: AbortSignal): Promise<PlannedPhoto[]> {
    const rules = this.session.project.data;
    const loose = files.filter((file) => !isArchive(file));
    const planned = await planFiles(loose, rules, signal);
    for (const file of files.filter(isArchive)) {
      const archive = await listArchive(this.intake, file, signal);
      planned.push(...planArchive(archive, rules));
    }
    return planned;
  }

  private async takeAll(
    planned: readonly PlannedPhoto[],
    report: ImportReport,
    run: { wasEmpty: boolean; options: ImportOptions; signal: AbortSignal },
  ): Promise<void> {
    const { session } = this;
    const book = new LabelBook(session.labels);
    const here = listPlaces(session.samples);
    const fresh = planned.filter((photo) => !isHere(here, photo));
    report.known = planned.length - fresh.length;
    const startedAt = session.project.unfinishedImport?.startedAt ?? Date.now();
    let saving: Promise<unknown> = Promise.resolve();
    for (let at = 0; at < fresh.length; at += BATCH) {
      const batch = fresh.slice(at, at + BATCH);
      this.setState({ status: 'running', stage: 'photos', done: report.known + at, report });
      // The next photos are looked at while the last ones are being saved.
      const [taken] = await Promise.all([
        this.intake.takeIn(
          batch.map(({ handed }) => handed),
          { signal: run.signal },
        ),
        saving,
      ]);
      run.signal.throwIfAborted();
      const unfinished: UnfinishedImport = {
        name: report.name,
        total: planned.length,
        done: Math.min(report.known + at + BATCH, planned.length),
        startedAt,
        wasEmpty: run.wasEmpty,
      };
      saving = this.save(batch, taken, { report, book, unfinished, options: run.options });
      // Awaited with the next batch; until then a failure is not nobody's.
      saving.catch(() => undefined);
    }
    await saving;
  }

  private async save(
    batch: readonly PlannedPhoto[],
    taken: readonly (TakenPhoto | RefusedPhoto)[],
    { report, book, unfinished, options }: SaveOptions,
  ): Promise<void> {
    const { session } = this;
    const samples = new Map<string, Sample>();
    const looks = new Map<string, Uint8Array<ArrayBuffer>>();
    const writes: Promise<void>[] = [];
    batch.forEach((planned, i) => {
      const photo = taken[i];
      if (!photo?.ok) {
        const error = photo
          ? ClassifierError.fromPlain(photo.error)
          : new ClassifierError('internal');
        report.failures.push({ path: planned.path, error });
        return;
      }
      const labelId = book.find(planned.label) ?? options.labelId ?? null;
      const known = samples.get(photo.id) ?? session.find(photo.id);
      if (known) {
        report.copies += 1;
        const { path, part } = planned;
        samples.set(known.id, { ...known, copies: [...known.copies, { path, labelId, part }] });
        return;
      }
      report.added += 1;
      samples.set(photo.id, toSample(planned, photo, session.project.id, labelId, options));
      looks.set(photo.id, photo.look);
      writes.push(session.files.write(photoFileName(photo.id), photo.blob));
      writes.push(session.files.write(thumbnailFileName(photo.id), photo.thumbnail));
    });
    // The files first: a description without its photo would be worse than a photo without one.
    await Promise.all(writes);
    await session.add(() => ({
      samples: [...samples.values()],
      looks,
      project: { labels: book.list(session.labels), unfinishedImport: unfinished },
    }));
  }

  /** Near duplicates are found among all photos, then those that are new get their parts. */
  private async complete(
    wasEmpty: boolean,
    report: ImportReport,
    signal: AbortSignal,
  ): Promise<void> {
    const { session } = this;
    const since = session.project.unfinishedImport?.startedAt ?? Infinity;
    const before = new Set(
      session.samples.filter(({ addedAt }) => addedAt < since).map(({ id }) => id),
    );
    await this.compare(report, signal);
    await session.split(wasEmpty ? undefined : before);
    await session.update({ unfinishedImport: null });
  }

  private async compare(report: ImportReport, signal: AbortSignal): Promise<void> {
    const { session } = this;
    const looks = await session.readLooks();
    const samples = session.samples.filter(({ id }) => looks.has(id));
    const groups = await this.intake.groupLooks(
      samples.flatMap(({ id }) => looks.get(id) ?? []),
      {
        signal,
        onProgress: (done, total) => {
          const shown = { ...report, total };
          this.setState({ status: 'running', stage: 'compare', done, report: shown });
        },
      },
    );
    const sizes = new Map<number, number>();
    for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
    const changed = samples.flatMap((sample, i) => {
      const group = groups[i] ?? i;
      const alike = (sizes.get(group) ?? 1) > 1 ? (samples[group]?.id ?? null) : null;
      return alike === sample.alike ? [] : [{ ...sample, alike }];
    });
    if (changed.length > 0) await session.add(() => ({ samples: changed }));
  }

  private setState(state: ImportState): void {
    this.state = state;
    this.announceChange();
  }
}

interface SaveOptions {
  report: ImportReport;
  book: LabelBook;
  unfinished: UnfinishedImport;
  options: ImportOptions;
}

/** Opens a zip, and the project in it where it is one. */
export async function listArchive(
  intake: PhotoIntake,
  { name, file }: IncomingFile,
  signal?: AbortSignal,
): Promise<ListedArchive> {
  lastArchiveId += 1;
  const archive = { archiveId: lastArchiveId, name, blob: file };
  const listing = await intake.listArchive(archive, { signal });
  const saved = listing.project === null ? new Map() : readProjectFile(listing.project).photos;
  return { archive, listing, saved };
}

function toSample(
  planned: PlannedPhoto,
  { id, type, width, height, blob }: TakenPhoto,
  projectId: string,
  labelId: string | null,
  { group = null }: ImportOptions,
): Sample {
  const { part: folderPart, folder, path, modifiedAt, saved } = planned;
  const part = saved?.part ?? folderPart ?? 'train';
  const measured = { id, projectId, labelId, type, width, height, bytes: blob.size };
  const addedAt = Date.now();
  if (saved) return { ...saved, ...measured, addedAt };
  return {
    ...measured,
    part,
    folderPart,
    handPart: null,
    group,
    folder,
    alike: null,
    path,
    modifiedAt,
    addedAt,
    copies: [],
    confirmedAt: null,
  };
}

function listPlaces(samples: readonly Sample[]): Set<string> {
  return new Set(
    samples.flatMap(({ path, bytes, modifiedAt, copies }) => [
      `${path}|${bytes}|${modifiedAt}`,
      ...copies.map((copy) => `${copy.path}|${bytes}`),
    ]),
  );
}

function isHere(here: ReadonlySet<string>, { path, bytes, modifiedAt }: PlannedPhoto): boolean {
  return here.has(`${path}|${bytes}|${modifiedAt}`) || here.has(`${path}|${bytes}`);
}

function emptyReport(name: string): ImportReport {
  return { name, total: 0, added: 0, known: 0, copies: 0, failures: [] };
}
