import type { DataBlock } from '../../core/studio/project';
import { readPaths, type PathFacts } from '../../core/studio/read-paths';
import type { Sample } from '../../core/studio/sample';
import type { ArchiveListing, HandedPhoto, PhotoArchive } from '../../worker/studio-protocol';
import type { IncomingFile } from '../tray-item';

/** A photo that is to be taken in, and what its place says about it. */
export interface PlannedPhoto extends PathFacts {
  path: string;
  handed: HandedPhoto;
  bytes: number;
  modifiedAt: number;
  /** What a project file says about it, or `null`. */
  saved: Sample | null;
}

/** A zip among what was handed over, with what it holds. */
export interface ListedArchive {
  archive: PhotoArchive;
  listing: ArchiveListing;
  /** The photos of a project file, by their path in the zip. */
  saved: ReadonlyMap<string, { sample: Sample; label: string | null }>;
}

type Rules = Pick<DataBlock, 'labels' | 'items'>;

/**
 * Files that are asked for their size and date between two pauses: the browser goes to the disk for
 * each, and the page would stand still for a second over some thousands.
 */
const FILES_A_PAUSE = 64;

/**
 * Lists the photos among files, with what their places say.
 *
 * @throws DOMException `AbortError`.
 */
export async function planFiles(
  files: readonly IncomingFile[],
  rules: Rules,
  signal?: AbortSignal,
): Promise<PlannedPhoto[]> {
  const facts = readPaths(
    files.map(({ name }) => name),
    rules,
  );
  const planned: PlannedPhoto[] = [];
  for (const [i, { name, file }] of files.entries()) {
    if (i % FILES_A_PAUSE === 0) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      signal?.throwIfAborted();
    }
    const own = facts[i];
    if (!own) continue;
    const modifiedAt = file instanceof File ? file.lastModified : 0;
    const handed: HandedPhoto = { kind: 'file', blob: file };
    planned.push({ ...own, path: name, handed, bytes: file.size, modifiedAt, saved: null });
  }
  return planned;
}

/** Lists the photos of a zip, with what their places, or the project that it is, say. */
export function planArchive(
  { archive, listing, saved }: ListedArchive,
  rules: Rules,
): PlannedPhoto[] {
  const { photos } = listing;
  const facts = readPaths(
    photos.map(({ path }) => path),
    rules,
  );
  return photos.flatMap(({ path, bytes }, i): PlannedPhoto[] => {
    const handed: HandedPhoto = { kind: 'entry', archive, path };
    const known = saved.get(path);
    if (known) {
      const { sample, label } = known;
      const { folderPart: part, folder, modifiedAt } = sample;
      return [{ label, part, folder, path, handed, bytes, modifiedAt, saved: sample }];
    }
    const own = facts[i];
    if (!own) return [];
    const inZip = `${archive.name}/${path}`;
    return [{ ...own, path: inZip, handed, bytes, modifiedAt: 0, saved: null }];
  });
}

const ARCHIVE_NAME = /\.(?:zip|tm)$/i;

/** Whether a file is to be opened rather than taken for a photo. */
export function isArchive({ name }: IncomingFile): boolean {
  return ARCHIVE_NAME.test(name);
}

/** What was handed over, in one name: its folder, the zip, or the only file. */
export function nameSource(files: readonly IncomingFile[]): string {
  const [first] = files;
  if (!first) return '';
  const folder = first.name.includes('/') ? (first.name.split('/')[0] ?? '') : '';
  if (folder !== '' && files.every(({ name }) => name.startsWith(`${folder}/`))) return folder;
  return files.length === 1 ? first.name : `${files.length} files`;
}
