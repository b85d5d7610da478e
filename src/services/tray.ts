import type { Classifier } from '../client/classifier';
import { ClassifierError } from '../core/errors';
import { decideVerdict, type Evidence, type Thresholds } from '../core/verdict';
import type { PhotoStore, Review } from '../store/records';
import type { ClassifyReply } from '../worker/protocol';
import { fingerprintFile } from './fingerprint';
import { Observable } from './observable';
import type { Observations } from './observations';
import type { ReviewQueue } from './review-queue';
import { needsHumanLook, type AddReport, type IncomingFile, type TrayItem } from './tray-item';

/** What the tray needs from outside. */
interface TrayDependencies {
  classifier: Classifier;
  store: PhotoStore;
  observations: Observations;
  reviews: ReviewQueue;
  /** Makes a small JPEG for the grid. */
  makeThumbnail(photo: Blob): Promise<Blob>;
  /** Whether photos are kept across visits, asked at every write. */
  keepsPhotos(): boolean;
  onProblem(error: ClassifierError): void;
}

/** Photos in the worker at the same time: while one runs, the next is being decoded. */
const PARALLEL = 2;
const RANKED_LABELS = 10;
/** Files taken in between two breaths of the page, so that a folder of hundreds never blocks it. */
const AT_ONCE = 12;

/**
 * The photos on the table: adds them, has them classified in order, judges them under the lines in
 * force, keeps them on the device. One failure never stops the others.
 */
export class Tray extends Observable {
  private list: readonly TrayItem[] = [];
  private model: { id: string; thresholds: Thresholds } | null = null;
  private readonly running = new Map<string, AbortController>();

  constructor(private readonly needs: TrayDependencies) {
    super();
  }

  get items(): readonly TrayItem[] {
    return this.list;
  }

  get progress(): { done: number; total: number; busy: boolean } {
    const open = this.list.filter(({ state }) => state === 'waiting' || state === 'working');
    return {
      done: this.list.length - open.length,
      total: this.list.length,
      busy: open.length > 0 && this.model !== null,
    };
  }

  /** Brings back what was kept on this device. */
  async restore(): Promise<void> {
    try {
      const [photos, thumbnails] = await Promise.all([
        this.needs.store.readPhotos(),
        this.needs.store.readThumbnails(),
      ]);
      const known = new Set(this.list.map(({ id }) => id));
      const back = photos.filter(({ id }) => !known.has(id));
      const urls = new Map([...thumbnails].map(([id, blob]) => [id, URL.createObjectURL(blob)]));
      this.setItems([...back.map((photo) => freshItem(photo, urls.get(photo.id))), ...this.list]);
    } catch (error) {
      this.needs.onProblem(ClassifierError.from(error, 'storage-unavailable'));
    }
  }

  /** Adds photos; one that is here already is reported, not added twice. */
  async add(files: readonly IncomingFile[]): Promise<AddReport> {
    const report: AddReport = { added: 0, alreadyHere: [], unreadable: [] };
    for (let start = 0; start < files.length; start += AT_ONCE) {
      const fresh: TrayItem[] = [];
      const group = files.slice(start, start + AT_ONCE);
      const ids = await Promise.all(group.map(({ file }) => fingerprintFile(file).catch(() => '')));
      group.forEach(({ name, file }, i) => {
        const id = ids[i];
        if (!id) report.unreadable.push(name);
        else if ([...this.list, ...fresh].some((item) => item.id === id)) {
          report.alreadyHere.push(name);
        } else fresh.push(freshItem({ id, name, file, addedAt: Date.now() }));
      });
      report.added += fresh.length;
      this.setItems([...this.list, ...fresh]);
      for (const { id, name, file, addedAt } of fresh) {
        this.keep((store) => store.writePhoto({ id, name, file, addedAt }));
      }
      this.pump();
    }
    return report;
  }

  /** Says which model is open. Photos that another model judged are judged again. */
  async useModel(id: string | null, thresholds: Thresholds | null): Promise<void> {
    if (!id || !thresholds) {
      this.model = null;
      return;
    }
    const changed = this.model?.id !== id;
    const moved = JSON.stringify(this.model?.thresholds) !== JSON.stringify(thresholds);
    this.model = { id, thresholds };
    if (changed) await this.recallResults(id);
    else if (moved) this.setItems(this.list.map((item) => this.rejudge(item)));
    this.pump();
  }

  /** How many shown verdicts would be of another kind under other lines. */
  countChanges(thresholds: Thresholds): { changed: number; judged: number } {
    const judged = this.list.filter(({ verdict }) => verdict !== null);
    const changed = judged.filter(
      ({ classification, verdict }) =>
        classification && decideVerdict(classification.evidence, thresholds).kind !== verdict?.kind,
    );
    return { changed: changed.length, judged: judged.length };
  }

  /** Stops the photos that are not done. What is done stays. */
  stop(): void {
    for (const item of this.list) {
      if (item.state === 'waiting' || item.state === 'working') {
        this.change(item.id, { state: 'stopped' });
      }
    }
    for (const abort of this.running.values()) abort.abort();
  }

  /** Goes on with stopped photos, or tries one failed photo again. */
  resume(id?: string): void {
    for (const item of this.list) {
      const again = id ? item.id === id : item.state === 'stopped';
      if (again) this.change(item.id, { state: 'waiting', error: null });
    }
    this.pump();
  }

  remove(id: string): void {
    this.running.get(id)?.abort();
    const gone = this.find(id);
    if (gone?.thumbnailUrl) URL.revokeObjectURL(gone.thumbnailUrl);
    this.needs.reviews.withdraw(id);
    this.setItems(this.list.filter((item) => item.id !== id));
    this.keep((store) => store.removePhoto(id));
  }

  /** Empties the tray, here and on the device; returns the files, for an undo. */
  clear(): IncomingFile[] {
    const files = this.list.map(({ name, file }) => ({ name, file }));
    for (const abort of this.running.values()) abort.abort();
    for (const { id, thumbnailUrl } of this.list) {
      if (thumbnailUrl) URL.revokeObjectURL(thumbnailUrl);
      this.needs.reviews.withdraw(id);
    }
    this.setItems([]);
    this.needs.store.clear().catch((error: unknown) => this.reportStorage(error));
    return files;
  }

  /** Writes down what a person said about a verdict; `null` takes it back. */
  review(id: string, review: Review | null): void {
    const item = this.change(id, { review });
    if (item) this.keepResult(item);
  }

  /** What the model saw of a photo, and the timings of seeing it again. The caller closes `view`. */
  async fetchView(id: string, signal: AbortSignal): Promise<ClassifyReply | null> {
    const item = this.find(id);
    if (!item) return null;
    const options = { signal, withView: true, topK: RANKED_LABELS };
    return this.needs.classifier.classify(item.file, options);
  }

  private find(id: string): TrayItem | undefined {
    return this.list.find((item) => item.id === id);
  }

  /** Takes up what this model said before about the photos that are here; the rest waits. */
  private async recallResults(modelId: string): Promise<void> {
    for (const abort of this.running.values()) abort.abort();
    const results = await this.needs.store.readResults(modelId).catch((error: unknown) => {
      this.reportStorage(error);
      return [];
    });
    if (this.model?.id !== modelId) return;
    const byPhoto = new Map(results.map((result) => [result.photoId, result]));
    this.setItems(
      this.list.map((item) => {
        const kept = byPhoto.get(item.id);
        const again = { ...item, classification: null, verdict: null, error: null, review: null };
        if (!kept || !item.thumbnailUrl) return this.judge({ ...again, state: 'waiting' });
        const { classification, review } = kept;
        if (!isCurrent(classification.evidence))
          return this.judge({ ...again, review, state: 'waiting' });
        return this.judge({ ...again, state: 'done', classification, review });
      }),
    );
  }

  private pump(): void {
    if (!this.model) return;
    const { id } = this.model;
    while (this.running.size < PARALLEL) {
      const next = this.list.find(({ state }) => state === 'waiting');
      if (!next) return;
      const abort = new AbortController();
      this.running.set(next.id, abort);
      this.change(next.id, { state: 'working' });
      void this.classify(next, id, abort.signal).finally(() => {
        this.running.delete(next.id);
        this.pump();
      });
    }
  }

  /** One photo from waiting to done or failed. Never rejects. */
  private async classify(item: TrayItem, modelId: string, signal: AbortSignal): Promise<void> {
    try {
      const options = { signal, topK: RANKED_LABELS };
      const { classification, view } = await this.needs.classifier.classify(item.file, options);
      view?.close();
      // The small picture comes after: by now the worker has turned decompression bombs away.
      const thumbnail = item.thumbnailUrl ? null : await this.needs.makeThumbnail(item.file);
      if (signal.aborted || this.model?.id !== modelId || !this.find(item.id)) {
        return this.putBack(item.id);
      }
      const thumbnailUrl = thumbnail ? URL.createObjectURL(thumbnail) : item.thumbnailUrl;
      const done = this.change(item.id, { state: 'done', classification, thumbnailUrl });
      if (thumbnail) this.keep((store) => store.writeThumbnail(item.id, thumbnail));
      if (!done?.verdict) return;
      this.keepResult(done);
      const { requests } = classification;
      const { verdict } = done;
      this.needs.observations.recordObservation({ modelId, verdict, source: 'photo', requests });
    } catch (error) {
      const problem = ClassifierError.from(error);
      if (problem.code === 'cancelled') this.putBack(item.id);
      else this.change(item.id, { state: 'failed', error: problem });
    }
  }

  /** A photo whose work was given up waits again, unless the person stopped it. */
  private putBack(id: string): void {
    if (this.find(id)?.state === 'working') this.change(id, { state: 'waiting' });
  }

  private judge(item: TrayItem): TrayItem {
    const { model } = this;
    const { evidence } = item.classification ?? {};
    const verdict = model && evidence ? decideVerdict(evidence, model.thresholds) : null;
    const judged = { ...item, verdict };
    if (!needsHumanLook(judged)) this.needs.reviews.withdraw(item.id);
    else {
      const reason = verdict && verdict.kind !== 'match' ? verdict.kind : 'failed';
      this.needs.reviews.enqueueForReview(item.id, reason);
    }
    return judged;
  }

  /** The lines moved. Most verdicts stay: the same object then, so that nothing is drawn anew. */
  private rejudge(item: TrayItem): TrayItem {
    const judged = this.judge(item);
    // At another coverage a verdict may name other labels, and still be of the same kind.
    const same =
      judged.verdict?.kind === item.verdict?.kind &&
      judged.verdict?.setSize === item.verdict?.setSize;
    return same ? item : judged;
  }

  private change(id: string, part: Partial<TrayItem>): TrayItem | undefined {
    const old = this.find(id);
    if (!old) return undefined;
    const item = this.judge({ ...old, ...part });
    this.setItems(this.list.map((one) => (one.id === id ? item : one)));
    return item;
  }

  private setItems(items: readonly TrayItem[]): void {
    this.list = items;
    this.announceChange();
  }

  private keepResult({ id: photoId, classification, review }: TrayItem): void {
    if (!classification) return;
    const { modelId } = classification;
    this.keep((store) => store.writeResult({ photoId, modelId, classification, review }));
  }

  private keep(write: (store: PhotoStore) => Promise<void>): void {
    if (!this.needs.keepsPhotos()) return;
    write(this.needs.store).catch((error: unknown) => this.reportStorage(error));
  }

  private reportStorage(error: unknown): void {
    this.needs.onProblem(ClassifierError.from(error, 'storage-unavailable'));
  }
}

/** Results that an earlier version kept know no p-values of labels: the photo is run once more. */
function isCurrent(evidence: Partial<Evidence>): boolean {
  return evidence.unrankedSetPValues !== undefined;
}

function freshItem(
  photo: { id: string; name: string; file: Blob; addedAt: number },
  thumbnailUrl?: string,
): TrayItem {
  return {
    ...photo,
    state: 'waiting',
    thumbnailUrl: thumbnailUrl ?? null,
    classification: null,
    verdict: null,
    error: null,
    review: null,
  };
}
