import { ClassifierError } from '../../core/errors';
import type { TreeFile } from '../file-tree';
import type { ReadOptions } from '../model-files';
import { limits } from './limits';
import { looksZipped, openZip } from './open-zip';
import { refuseOtherArchive } from './other-archives';
import { readStart } from './read-bytes';
import { normalisePath } from './tree-paths';

/** A file as it was handed over; with its handle, unless it lies in a zip. */
export type HandedFile = TreeFile & { blob?: Blob };

/** Zips, Teachable Machine's projects, which are zips, and what people take for zips. */
const ARCHIVE_NAME = /\.(?:zip|tm|7z|rar|tar|tgz|tar\.(?:gz|bz2|xz))$/i;

/** Far more than anybody hands over with a model. */
const MAX_ARCHIVES = 100;

/** What is left of the limits for all archives together. */
interface Room {
  archives: number;
  entries: number;
  totalBytes: number;
}

/**
 * Opens the archives that lie among other files: each becomes a folder of its name. One level, no
 * more. One that cannot be opened may be of no matter to the model, so it keeps its place and says
 * why it stayed closed.
 *
 * @throws ClassifierError `file-unreadable`, `cancelled`.
 */
export async function openArchives(
  files: readonly HandedFile[],
  options: ReadOptions,
): Promise<TreeFile[]> {
  const others = files.filter((file) => !isArchive(file));
  const room = {
    archives: MAX_ARCHIVES,
    entries: limits.entries - others.length,
    totalBytes: limits.totalBytes - countBytes(others),
  };
  const opened: TreeFile[] = [];
  for (const file of files) {
    if (isArchive(file)) opened.push(...(await openOne(file, room, options)));
    else opened.push(file);
  }
  return opened;
}

/** Bytes that must be unpacked to look into the archives among these files. */
export function countPackedArchives(files: readonly HandedFile[]): number {
  return countBytes(files.filter((file) => isArchive(file) && !file.blob));
}

function isArchive({ path }: TreeFile): boolean {
  return ARCHIVE_NAME.test(path);
}

function countBytes(files: readonly TreeFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

async function openOne(file: HandedFile, room: Room, options: ReadOptions): Promise<TreeFile[]> {
  room.archives -= 1;
  try {
    const inner = await listArchive(file, room, options);
    room.entries -= inner.length;
    room.totalBytes -= countBytes(inner);
    return inner;
  } catch (error) {
    if (!(error instanceof ClassifierError) || !/^archive-|^model-too-/.test(error.code)) {
      throw error;
    }
    return [{ ...file, closed: error }];
  }
}

/** The files of an archive, with its own path before theirs. */
async function listArchive(
  file: HandedFile,
  room: Room,
  options: ReadOptions,
): Promise<TreeFile[]> {
  if (room.archives < 0) throw new ClassifierError('archive-unsafe', 'too many archives');
  if (file.bytes > limits.fileBytes && !file.blob) {
    throw new ClassifierError('model-too-large', `${file.path}: ${file.bytes} bytes`);
  }
  const blob = file.blob ?? new Blob([new Uint8Array(await file.read(options))]);
  const start = await readStart(blob, 512, file.path);
  if (!looksZipped(start)) {
    refuseOtherArchive(start, file.path);
    throw new ClassifierError('archive-damaged', `${file.path}: does not begin as a zip`);
  }
  const inner = await openZip(blob, file.path, options.signal, room);
  return inner.map((one) => {
    const path = normalisePath(`${file.path}/${one.path}`);
    const closed = isArchive(one) ? new ClassifierError('archive-nested', path) : null;
    return { ...one, path, ...(closed ? { closed } : {}) };
  });
}
