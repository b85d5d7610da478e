import type { ModelImporter } from '../client/model-importer';
import { ClassifierError } from '../core/errors';
import type { Manifest } from '../core/manifest';
import { holdsName, rewriteName } from '../core/rename-model';
import { MemoryModelStore } from '../store/memory-store';
import type {
  KeptFile,
  KeptModel,
  ModelOrigin,
  ModelStore,
  ReferencePictures,
} from '../store/model-records';
import type { FinishedModel } from '../worker/import-protocol';
import type { ModelSource } from '../worker/protocol';
import type { Catalogue, CatalogueEntry } from './catalogue';
import { chooseFreeId } from './free-id';
import { Observable } from './observable';

/** A model that can be used here: one of this site's, or one that a person opened. */
export type LibraryEntry =
  | (CatalogueEntry & { kind: 'built-in' })
  | (KeptModel & {
      kind: 'kept';
      /** `false`: it is gone when the page closes, unless it is exported. */
      lasting: boolean;
      problem: null;
    });

/** A kept model with its files, so that a removal can be undone. */
export interface RemovedModel {
  model: KeptModel;
  files: KeptFile[];
  pictures: ReferencePictures;
}

interface LibraryDependencies {
  fetchCatalogue(): Promise<Catalogue>;
  store: ModelStore;
  importer: Pick<ModelImporter, 'zip'>;
  /** Asks the browser never to throw away what is kept. */
  requestPersistence(): Promise<boolean>;
  onProblem(error: ClassifierError): void;
}

/** All models in one list: this site's first, then those that a person opened. */
export class ModelLibrary extends Observable {
  entries: readonly LibraryEntry[] = [];
  defaultId = '';
  /** Models that the device had no room for: they go on until the page closes. */
  private readonly overflow = new MemoryModelStore();
  private catalogue: Catalogue | null = null;

  constructor(private readonly needs: LibraryDependencies) {
    super();
  }

  /**
   * Reads both lists. Kept models are there even where the site's list can't be read.
   *
   * @throws ClassifierError when the site's list can't be read.
   */
  async load(): Promise<void> {
    await this.refresh();
    try {
      this.catalogue = await this.needs.fetchCatalogue();
      this.defaultId = this.catalogue.defaultId;
    } finally {
      await this.refresh();
    }
  }

  find(id: string): LibraryEntry | null {
    return this.entries.find((entry) => entry.id === id) ?? null;
  }

  /** An id for a new model, made of its name; no other model here has it. */
  freeIdFor(name: string): string {
    return chooseFreeId(
      name,
      this.entries.map(({ id }) => id),
    );
  }

  /**
   * Where a model is.
   *
   * @throws ClassifierError `model-not-found`.
   */
  async locate(id: string): Promise<ModelSource> {
    const entry = this.find(id);
    if (entry?.kind === 'built-in') return { kind: 'address', manifestUrl: entry.manifestUrl };
    return { kind: 'files', files: await this.readFiles(id) };
  }

  /**
   * The files of a kept model.
   *
   * @throws ClassifierError `model-not-found`, `storage-unavailable`.
   */
  async readFiles(id: string): Promise<KeptFile[]> {
    const files = (await this.overflow.readFiles(id)) ?? (await this.needs.store.readFiles(id));
    if (!files) throw new ClassifierError('model-not-found', id);
    return files;
  }

  /**
   * Small pictures of the photos in a model's reference bank, by its rows: kept for models that were
   * made honest or trained on this device. Empty for all others.
   *
   * @throws ClassifierError `storage-unavailable`.
   */
  async readPictures(id: string): Promise<ReferencePictures> {
    const inMemory = await this.overflow.readPictures(id);
    return inMemory.length > 0 ? inMemory : this.needs.store.readPictures(id);
  }

  /**
   * Keeps a model. Where the device has no room, it goes on in memory until the page closes.
   *
   * @param replaces The id of an earlier version, which goes.
   * @returns Why it is only in memory, or `null` when it is kept.
   */
  async keep(
    { manifest, files, pictures }: FinishedModel,
    origin: ModelOrigin,
    replaces?: string,
  ): Promise<ClassifierError | null> {
    const bytes = files.reduce((sum, { blob }) => sum + blob.size, 0);
    const model = { id: manifest.id, manifest, origin, addedAt: Date.now(), bytes };
    return this.write(model, files, replaces, pictures);
  }

  /**
   * Gives a kept model another name, in every file that holds it.
   *
   * @throws ClassifierError `model-not-found`, `storage-full`, `storage-unavailable`.
   */
  async rename(id: string, name: string): Promise<void> {
    const { model, files } = await this.readWhole(id);
    const manifest = { ...model.manifest, name };
    const renamed = await Promise.all(files.map((file) => renameFile(file, manifest)));
    const store = (await this.overflow.readFiles(id)) ? this.overflow : this.needs.store;
    await store.writeModel({ ...model, manifest }, renamed);
    await this.refresh();
  }

  /**
   * Writes something else into a kept model's files, its manifest among them.
   *
   * @param edit Gives all its files, and the manifest that they hold.
   * @throws ClassifierError `model-not-found`, `storage-full`, `storage-unavailable`.
   */
  async edit(
    id: string,
    edit: (files: readonly KeptFile[]) => Promise<{ manifest: Manifest; files: KeptFile[] }>,
  ): Promise<void> {
    const { model, files } = await this.readWhole(id);
    const edited = await edit(files);
    const store = (await this.overflow.readFiles(id)) ? this.overflow : this.needs.store;
    await store.writeModel({ ...model, manifest: edited.manifest }, edited.files);
    await this.refresh();
  }

  /**
   * Removes a kept model.
   *
   * @returns What `restore` brings back.
   * @throws ClassifierError `model-not-found`, `storage-unavailable`.
   */
  async remove(id: string): Promise<RemovedModel> {
    const removed = await this.readWhole(id);
    await this.overflow.removeModel(id);
    await this.needs.store.removeModel(id);
    await this.refresh();
    return removed;
  }

  /** Undoes a removal. */
  async restore({ model, files, pictures }: RemovedModel): Promise<ClassifierError | null> {
    return this.write(model, files, model.id, pictures);
  }

  /**
   * One zip of a kept model's files, to be handed on.
   *
   * @throws ClassifierError `model-not-found`, `storage-unavailable`, `cancelled`.
   */
  async export(id: string, options?: { signal?: AbortSignal }): Promise<Blob> {
    return this.needs.importer.zip(await this.readFiles(id), options);
  }

  private async write(
    model: KeptModel,
    files: readonly KeptFile[],
    replaces?: string,
    pictures?: ReferencePictures,
  ): Promise<ClassifierError | null> {
    const { store } = this.needs;
    const isFirst = !this.entries.some((entry) => entry.kind === 'kept' && entry.lasting);
    let problem: ClassifierError | null = null;
    try {
      await store.writeModel(model, files, replaces, pictures);
      if (replaces) await this.overflow.removeModel(replaces);
    } catch (error) {
      problem = ClassifierError.from(error, 'storage-unavailable');
      // The earlier version stays on the device: it is all that the next visit will have.
      await this.overflow.writeModel(model, files, undefined, pictures);
    }
    await this.refresh();
    if (isFirst && store.lasting && !problem) await this.needs.requestPersistence();
    return problem ?? (store.lasting ? null : new ClassifierError('storage-unavailable'));
  }

  private async readWhole(id: string): Promise<RemovedModel> {
    const files = await this.readFiles(id);
    const model = (await this.readKept()).find((one) => one.model.id === id)?.model;
    if (!model) throw new ClassifierError('model-not-found', id);
    return { model, files, pictures: await this.readPictures(id) };
  }

  private async readKept(): Promise<{ model: KeptModel; lasting: boolean }[]> {
    const { store } = this.needs;
    const inMemory = await this.overflow.readModels();
    let onDevice: KeptModel[] = [];
    try {
      onDevice = await store.readModels();
    } catch (error) {
      this.needs.onProblem(ClassifierError.from(error, 'storage-unavailable'));
    }
    return [
      ...onDevice.map((model) => ({ model, lasting: store.lasting })),
      ...inMemory.map((model) => ({ model, lasting: false })),
    ];
  }

  private async refresh(): Promise<void> {
    const kept = await this.readKept();
    this.entries = [
      ...(this.catalogue?.entries ?? []).map((entry) => ({ ...entry, kind: 'built-in' as const })),
      ...kept.map(({ model: { id, manifest, origin, addedAt, bytes }, lasting }) => ({
        kind: 'kept' as const,
        ...{ id, manifest, origin, addedAt, bytes, lasting },
        problem: null,
      })),
    ];
    this.announceChange();
  }
}

async function renameFile(file: KeptFile, manifest: Manifest): Promise<KeptFile> {
  const { path } = file;
  if (path === 'bearings.json')
    return { path, blob: new Blob([JSON.stringify(manifest, null, 2)]) };
  if (!holdsName(path)) return file;
  return { path, blob: new Blob([rewriteName(path, await file.blob.text(), manifest.name)]) };
}
