import type { ModelImporter } from '../client/model-importer';
import { ClassifierError } from '../core/errors';
import type { Manifest } from '../core/manifest';
import type {
  HandedFiles,
  HonestModel,
  ImportProgress,
  SampleFile,
} from '../worker/import-protocol';
import type { ModelLibrary } from './model-library';
import { Observable } from './observable';
import { sortPhotos, type SortedPhotos } from './sort-photos';
import type { IncomingFile } from './tray-item';

/** Fewer photos of a label say too little about what is usual for it. */
export const MIN_PHOTOS = 5;
/** More change nothing that is worth the wait. */
export const MAX_PHOTOS = 20;

/** Where making a model honest stands. */
export type HonestyState =
  /** `problem`: the last try failed; the photos stand. */
  | { step: 'collecting'; problem: ClassifierError | null }
  | { step: 'working'; progress: ImportProgress | null }
  /** `problem`: why the new version is gone when the page closes. */
  | { step: 'done'; id: string; result: HonestModel; problem: ClassifierError | null };

export interface HonestyDependencies {
  importer: Pick<ModelImporter, 'makeHonest' | 'readSamples'>;
  library: Pick<ModelLibrary, 'find' | 'readFiles' | 'freeIdFor' | 'keep'>;
}

/** Collects a person's photos for one kept model and makes it honest with them. */
export class HonestySession extends Observable {
  state: HonestyState = { step: 'collecting', problem: null };
  private byLabel = new Map<string, readonly IncomingFile[]>();
  private strangerList: readonly IncomingFile[] = [];
  private running: AbortController | null = null;

  constructor(
    private modelId: string,
    private readonly needs: HonestyDependencies,
  ) {
    super();
  }

  /** The kept model's id; a new one once it is made honest. */
  get id(): string {
    return this.modelId;
  }

  get manifest(): Manifest | null {
    return this.needs.library.find(this.modelId)?.manifest ?? null;
  }

  get labels(): readonly string[] {
    return this.manifest?.labels ?? [];
  }

  get strangers(): readonly IncomingFile[] {
    return this.strangerList;
  }

  photosOf(label: string): readonly IncomingFile[] {
    return this.byLabel.get(label) ?? [];
  }

  get photoCount(): number {
    return this.labels.reduce((sum, label) => sum + this.photosOf(label).length, 0);
  }

  /** Labels that have too few photos, each with how many it has. */
  get shortLabels(): { label: string; count: number }[] {
    return this.labels
      .map((label) => ({ label, count: this.photosOf(label).length }))
      .filter(({ count }) => count < MIN_PHOTOS);
  }

  /** Whether there is enough to begin with: some photos of at least one label. */
  get canStart(): boolean {
    return this.state.step !== 'working' && this.photoCount >= MIN_PHOTOS;
  }

  /** Adds photos of one label; those that are here already are not added twice. */
  add(label: string, files: readonly IncomingFile[]): void {
    this.byLabel.set(label, merge(this.photosOf(label), files));
    this.setState({ step: 'collecting', problem: null });
  }

  addStrangers(files: readonly IncomingFile[]): void {
    this.strangerList = merge(this.strangerList, files);
    this.setState({ step: 'collecting', problem: null });
  }

  /** Adds a folder of folders, one a label; says what was put where. */
  addSorted(files: readonly IncomingFile[]): SortedPhotos {
    const sorted = sortPhotos(files, this.labels);
    for (const [label, photos] of sorted.byLabel) {
      this.byLabel.set(label, merge(this.photosOf(label), photos));
    }
    this.strangerList = merge(this.strangerList, sorted.strangers);
    this.setState({ step: 'collecting', problem: null });
    return sorted;
  }

  /** Takes the photos that came along with the model. */
  async useSamples(handed: HandedFiles): Promise<void> {
    await this.run(null, async (signal, onProgress) => {
      const samples = await this.needs.importer.readSamples(handed, { signal, onProgress });
      return () => {
        for (const label of this.labels) this.addSamples(label, samples);
        this.setState({ step: 'collecting', problem: null });
      };
    });
  }

  clear(label: string | null): void {
    if (label === null) this.strangerList = [];
    else this.byLabel.delete(label);
    this.setState({ step: 'collecting', problem: null });
  }

  /** Makes the model honest and keeps the new version in place of the old. */
  async start(): Promise<void> {
    const { library, importer } = this.needs;
    const entry = library.find(this.modelId);
    if (entry?.kind !== 'kept' || !this.canStart) return;
    const photos = this.labels.flatMap((label) =>
      this.photosOf(label)
        .slice(0, MAX_PHOTOS)
        .map(({ file }) => ({ photo: file, label })),
    );
    const strangers = this.strangerList.map(({ file }) => file);
    await this.run(null, async (signal, onProgress) => {
      const files = await library.readFiles(this.modelId);
      // Another version is another model: what the old one said of photos is not what this one says.
      const id = library.freeIdFor(entry.manifest.name);
      const work = { files, photos, strangers, id };
      const result = await importer.makeHonest(work, { signal, onProgress });
      signal.throwIfAborted();
      const problem = await library.keep(result, entry.origin, this.modelId);
      return () => {
        this.modelId = id;
        this.setState({ step: 'done', id, result, problem });
      };
    });
  }

  /** Goes on adding photos after a result. */
  reopen(): void {
    if (this.state.step === 'done') this.setState({ step: 'collecting', problem: null });
  }

  cancel(): void {
    this.running?.abort();
    this.running = null;
    if (this.state.step === 'working') this.setState({ step: 'collecting', problem: null });
  }

  private addSamples(label: string, samples: readonly SampleFile[]): void {
    const photos = samples
      .filter((sample) => sample.label === label)
      .map(({ name, blob }) => ({ name, file: blob }));
    // Spread over all there are: those that follow one another are often nearly the same.
    const step = Math.max(1, photos.length / MAX_PHOTOS);
    const chosen = Array.from({ length: Math.min(MAX_PHOTOS, photos.length) }, (_, i) =>
      photos.at(Math.floor(i * step)),
    ).filter((photo) => photo !== undefined);
    this.byLabel.set(label, merge(this.photosOf(label), chosen));
  }

  private async run(
    progress: ImportProgress | null,
    work: (
      signal: AbortSignal,
      onProgress: (progress: ImportProgress) => void,
    ) => Promise<() => void>,
  ): Promise<void> {
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    this.setState({ step: 'working', progress });
    try {
      const settle = await work(running.signal, (fresh) => {
        if (this.running === running) this.setState({ step: 'working', progress: fresh });
      });
      if (this.running === running) settle();
    } catch (error) {
      if (this.running === running) {
        this.setState({ step: 'collecting', problem: ClassifierError.from(error) });
      }
    } finally {
      if (this.running === running) this.running = null;
    }
  }

  private setState(state: HonestyState): void {
    this.state = state;
    this.announceChange();
  }
}

/** The same file from the same place is the same photo. */
function merge(here: readonly IncomingFile[], files: readonly IncomingFile[]): IncomingFile[] {
  const merged = [...here];
  for (const file of files) {
    const known = merged.some((one) => one.name === file.name && one.file.size === file.file.size);
    if (!known) merged.push(file);
  }
  return merged;
}
