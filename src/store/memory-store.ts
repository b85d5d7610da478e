import type { KeptFile, KeptModel, ModelStore, ReferencePictures } from './model-records';
import type { KeptPhoto, KeptResult, PhotoStore, ValueStore } from './records';

/** Keeps photos until the page closes: for private windows and for tests. */
export class MemoryPhotoStore implements PhotoStore {
  private readonly photos = new Map<string, KeptPhoto>();
  private readonly thumbnails = new Map<string, Blob>();
  private readonly results = new Map<string, KeptResult>();

  readPhotos(): Promise<KeptPhoto[]> {
    return Promise.resolve([...this.photos.values()].sort((a, b) => a.addedAt - b.addedAt));
  }

  readThumbnails(): Promise<Map<string, Blob>> {
    return Promise.resolve(new Map(this.thumbnails));
  }

  readResults(modelId: string): Promise<KeptResult[]> {
    return Promise.resolve([...this.results.values()].filter((one) => one.modelId === modelId));
  }

  writePhoto(photo: KeptPhoto): Promise<void> {
    this.photos.set(photo.id, photo);
    return Promise.resolve();
  }

  writeThumbnail(photoId: string, thumbnail: Blob): Promise<void> {
    this.thumbnails.set(photoId, thumbnail);
    return Promise.resolve();
  }

  writeResult(result: KeptResult): Promise<void> {
    this.results.set(JSON.stringify([result.photoId, result.modelId]), result);
    return Promise.resolve();
  }

  removePhoto(id: string): Promise<void> {
    this.photos.delete(id);
    this.thumbnails.delete(id);
    for (const [key, { photoId }] of this.results) if (photoId === id) this.results.delete(key);
    return Promise.resolve();
  }

  clear(): Promise<void> {
    this.photos.clear();
    this.thumbnails.clear();
    this.results.clear();
    return Promise.resolve();
  }
}

/** Keeps values until the page closes. */
export class MemoryValueStore implements ValueStore {
  private readonly values = new Map<string, unknown>();

  read(key: string): Promise<unknown> {
    return Promise.resolve(this.values.get(key));
  }

  write(key: string, value: unknown): Promise<void> {
    this.values.set(key, value);
    return Promise.resolve();
  }
}

/** Keeps models until the page closes. */
export class MemoryModelStore implements ModelStore {
  readonly lasting: boolean = false;
  private readonly models = new Map<
    string,
    { model: KeptModel; files: KeptFile[]; pictures: ReferencePictures }
  >();

  readModels(): Promise<KeptModel[]> {
    const models = [...this.models.values()].map(({ model }) => model);
    return Promise.resolve(models.sort((a, b) => a.addedAt - b.addedAt));
  }

  readFiles(id: string): Promise<KeptFile[] | null> {
    return Promise.resolve(this.models.get(id)?.files ?? null);
  }

  readPictures(id: string): Promise<ReferencePictures> {
    return Promise.resolve(this.models.get(id)?.pictures ?? []);
  }

  writeModel(
    model: KeptModel,
    files: readonly KeptFile[],
    replaces: string = model.id,
    pictures: ReferencePictures = this.models.get(model.id)?.pictures ?? [],
  ): Promise<void> {
    this.models.delete(replaces);
    this.models.set(model.id, { model, files: [...files], pictures });
    return Promise.resolve();
  }

  removeModel(id: string): Promise<void> {
    this.models.delete(id);
    return Promise.resolve();
  }
}
