import { Observable } from './observable';
import { sortPhotos, type SortedPhotos } from './sort-photos';
import type { IncomingFile } from './tray-item';

/** A person's photos, put to the labels of one model, and those of something else. */
export class PhotoCollection extends Observable {
  private readonly byLabel = new Map<string, readonly IncomingFile[]>();
  private strangerList: readonly IncomingFile[] = [];
  private unlabelledList: readonly IncomingFile[] = [];

  /** Photos of things that are none of the labels. */
  get strangers(): readonly IncomingFile[] {
    return this.strangerList;
  }

  /** Photos that may be of a label; nobody said which. */
  get unlabelled(): readonly IncomingFile[] {
    return this.unlabelledList;
  }

  photosOf(label: string): readonly IncomingFile[] {
    return this.byLabel.get(label) ?? [];
  }

  /** How many photos have one of these labels. */
  count(labels: readonly string[]): number {
    return labels.reduce((sum, label) => sum + this.photosOf(label).length, 0);
  }

  /** Adds photos of one label; those that are here already are not added twice. */
  add(label: string, files: readonly IncomingFile[]): void {
    this.byLabel.set(label, merge(this.photosOf(label), files));
    this.announceChange();
  }

  addStrangers(files: readonly IncomingFile[]): void {
    this.strangerList = merge(this.strangerList, files);
    this.announceChange();
  }

  addUnlabelled(files: readonly IncomingFile[]): void {
    this.unlabelledList = merge(this.unlabelledList, files);
    this.announceChange();
  }

  /** Adds a folder of folders, one a label; says what was put where. */
  addSorted(files: readonly IncomingFile[], labels: readonly string[]): SortedPhotos {
    const sorted = sortPhotos(files, labels);
    for (const [label, photos] of sorted.byLabel) {
      this.byLabel.set(label, merge(this.photosOf(label), photos));
    }
    this.strangerList = merge(this.strangerList, sorted.strangers);
    this.announceChange();
    return sorted;
  }

  /** Takes one photo out again, wherever it is. */
  remove(file: IncomingFile): void {
    const without = (files: readonly IncomingFile[]) => files.filter((one) => one !== file);
    for (const [label, files] of this.byLabel) this.byLabel.set(label, without(files));
    this.strangerList = without(this.strangerList);
    this.unlabelledList = without(this.unlabelledList);
    this.announceChange();
  }

  clear(): void {
    this.byLabel.clear();
    this.strangerList = [];
    this.unlabelledList = [];
    this.announceChange();
  }
}

/** A file of the same name and size is the same photo. */
function merge(here: readonly IncomingFile[], files: readonly IncomingFile[]): IncomingFile[] {
  const merged = [...here];
  for (const file of files) {
    const isKnown = merged.some(
      (one) => one.name === file.name && one.file.size === file.file.size,
    );
    if (!isKnown) merged.push(file);
  }
  return merged;
}
