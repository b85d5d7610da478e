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
import type { PhotoCollection } from './photo-collection';
import type { IncomingFile } from './tray-item';

/** Fewer photos of a label say too little about what is usual for it. */
export const MIN_PHOTOS = 5;
/** Where the guided step stops asking for more; more do no harm. */
export const ENOUGH_PHOTOS = 20;

/** Where making a model honest stands. */
export type HonestyState =
  /** `problem`: the last try failed; the photos stand. */
  | { step: 'collecting'; problem: ClassifierError | null }
  | { step: 'working'; progress: ImportProgress | null }
  /** `problem`: why the new version is gone when the page closes. */
  | {
      step: 'done';
      result: HonestModel;
      /** The model's manifest before. */
      before: Manifest;
      /** The photos of something else, in the order in which they were judged. */
      strangers: readonly IncomingFile[];
      problem: ClassifierError | null;
    };

interface HonestyDependencies {
  importer: Pick<ModelImporter, 'makeHonest' | 'readSamples'>;
  library: Pick<ModelLibrary, 'find' | 'readFiles' | 'freeIdFor' | 'keep'>;
  /** A model got a new id; called with the old one first. */
  onReplace(before: string, now: string): void;
}

/** Makes one kept model honest with a person's photos. */
export class HonestySession extends Observable {
  state: HonestyState = { step: 'collecting', problem: null };
  private running: AbortController | null = null;

  constructor(
    private modelId: string,
    readonly photos: PhotoCollection,
    private readonly needs: HonestyDependencies,
  ) {
    super();
    photos.subscribe(() => this.announceChange());
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

  /** Labels that have too few photos, each with how many it has. */
  get shortLabels(): { label: string; count: number }[] {
    return this.labels
      .map((label) => ({ label, count: this.photos.photosOf(label).length }))
      .filter(({ count }) => count < MIN_PHOTOS);
  }

  /** Whether there are photos enough to begin with. */
  get canStart(): boolean {
    return this.state.step === 'collecting' && this.photos.count(this.labels) >= MIN_PHOTOS;
  }

  /** Takes the photos that came along with a model, or out of its maker's project. */
  async useSamples(handed: HandedFiles): Promise<void> {
    await this.run(async (options) => {
      const samples = await this.needs.importer.readSamples(handed, options);
      return () => {
        for (const label of this.labels) this.photos.add(label, pickSamples(label, samples));
        this.setState({ step: 'collecting', problem: null });
      };
    });
  }

  /** Makes the model honest and keeps the new version in place of the old. */
  async start(): Promise<void> {
    const { library, importer } = this.needs;
    const entry = library.find(this.modelId);
    if (entry?.kind !== 'kept' || !this.canStart) return;
    const before = entry.manifest;
    const photos = this.labels.flatMap((label) =>
      this.photos.photosOf(label).map(({ file }) => ({ photo: file, label })),
    );
    const strangers = [...this.photos.strangers];
    await this.run(async (options) => {
      const files = await library.readFiles(this.modelId);
      // Another version is another model: what the old one said of photos is not what this one says.
      const id = library.freeIdFor(before.name);
      const result = await importer.makeHonest(
        { files, photos, strangers: strangers.map(({ file }) => file), id },
        options,
      );
      options.signal.throwIfAborted();
      const problem = await library.keep(result, entry.origin, this.modelId);
      return () => {
        const old = this.modelId;
        this.modelId = id;
        const unread = new Set(
          result.failures.filter(({ kind }) => kind === 'stranger').map(({ index }) => index),
        );
        const judged = strangers.filter((_, index) => !unread.has(index));
        this.setState({ step: 'done', result, before, strangers: judged, problem });
        this.needs.onReplace(old, id);
      };
    });
  }

  /** Goes on adding photos after a result. */
  collectMore(): void {
    if (this.state.step === 'done') this.setState({ step: 'collecting', problem: null });
  }

  cancel(): void {
    this.running?.abort();
    this.running = null;
    if (this.state.step === 'working') this.setState({ step: 'collecting', problem: null });
  }

  private async run(
    work: (options: {
      signal: AbortSignal;
      onProgress: (progress: ImportProgress) => void;
    }) => Promise<() => void>,
  ): Promise<void> {
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    this.setState({ step: 'working', progress: null });
    try {
      const settle = await work({
        signal: running.signal,
        onProgress: (progress) => {
          if (this.running === running) this.setState({ step: 'working', progress });
        },
      });
      // Cancelled too late: the new version is kept already.
      if (!this.isOvertaken(running)) settle();
    } catch (error) {
      if (this.running !== running) return;
      this.setState({ step: 'collecting', problem: ClassifierError.from(error) });
    } finally {
      if (this.running === running) this.running = null;
    }
  }

  private isOvertaken(running: AbortController): boolean {
    return this.running !== null && this.running !== running;
  }

  private setState(state: HonestyState): void {
    this.state = state;
    this.announceChange();
  }
}

/** Spread over all there are: samples that follow one another are often nearly the same. */
function pickSamples(label: string, samples: readonly SampleFile[]): IncomingFile[] {
  const photos = samples
    .filter((sample) => sample.label === label)
    .map(({ name, blob }) => ({ name, file: blob }));
  const step = Math.max(1, photos.length / ENOUGH_PHOTOS);
  return photos.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}
