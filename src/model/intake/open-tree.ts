import { ClassifierError } from '../../core/errors';
import type { FileTree, TreeFile } from '../file-tree';
import { GzipBudget, readUnpacked } from './gzip-parts';
import { limits, mostBytes } from './limits';
import { countPackedArchives, type HandedFile, openArchives } from './open-archives';
import { looksZipped, openZip } from './open-zip';
import { refuseOtherArchive } from './other-archives';
import { readBlob, readStart, throwIfCancelled } from './read-bytes';
import { findCommonFolder, isJunk, normalisePath } from './tree-paths';

/** A file that was picked, dropped or downloaded. */
export interface SourceFile {
  /** With the folders it came in, where the browser tells them. */
  path: string;
  blob: Blob;
}

interface OpenTreeOptions {
  /** For people; else the zip's or the folder's name. */
  name?: string;
  signal?: AbortSignal;
  /** Bytes read so far and in all, where something must be unpacked to look inside. */
  onProgress?: (loaded: number, total: number) => void;
}

/**
 * Opens what somebody handed over as a tree of files: one zip, whatever it is called, a folder's
 * files, or loose files in any order. Only tables of contents are read; each file is read, and
 * unpacked, when it is asked for. Zips and Teachable Machine's projects among the files become
 * folders of their names; one that stays closed says why.
 *
 * @throws ClassifierError `archive-damaged`, `archive-encrypted`, `archive-unsafe`,
 *   `archive-unsupported`, `model-too-large`, `file-unreadable`, `cancelled`.
 */
export async function openTree(
  sources: readonly SourceFile[],
  { name, signal, onProgress }: OpenTreeOptions = {},
): Promise<FileTree> {
  throwIfCancelled(signal);
  const loose = listSources(sources);
  const [only] = loose;
  let handed: readonly HandedFile[] = loose;
  let found = '';
  if (only && loose.length === 1) {
    const start = await readStart(only.blob, 512, only.path);
    if (looksZipped(start)) {
      handed = await openZip(only.blob, only.path, signal);
      found = stem(only.path);
    } else refuseOtherArchive(start, only.path);
  }
  const total = countPackedArchives(handed);
  let loaded = 0;
  const files = await openArchives(handed, {
    ...(signal ? { signal } : {}),
    onBytes: (bytes) => onProgress?.((loaded += bytes), Math.max(loaded, total)),
  });
  checkTree(files);
  const folder = findCommonFolder(files.map(({ path }) => path));
  return {
    name: name ?? (found || folder.split('/').at(-1) || stem(only?.path ?? '')),
    files: unpackParts(files, folder),
  };
}

type LooseFile = TreeFile & { blob: Blob };

function listSources(sources: readonly SourceFile[]): LooseFile[] {
  if (sources.length > limits.entries) {
    throw new ClassifierError('archive-unsafe', `${sources.length} files`);
  }
  return sources
    .map(({ path, blob }) => ({ path: normalisePath(path), blob }))
    .filter(({ path }) => !isJunk(path))
    .map(({ path, blob }) => ({
      path,
      blob,
      bytes: blob.size,
      read: (options = {}) => readBlob(blob, path, options),
    }));
}

function checkTree(files: readonly TreeFile[]): void {
  const seen = new Set<string>();
  let total = 0;
  for (const { path, bytes, closed } of files) {
    if (seen.has(path)) throw new ClassifierError('archive-unsafe', `two files are called ${path}`);
    seen.add(path);
    if (!closed) total += bytes;
  }
  if (total > limits.totalBytes) {
    throw new ClassifierError('model-too-large', `${total} bytes in ${files.length} files`);
  }
}

/** The files as they are read: below the folder they share, gzip'd ones unpacked. */
function unpackParts(files: readonly TreeFile[], folder: string): TreeFile[] {
  const start = folder === '' ? 0 : folder.length + 1;
  const paths = new Set(files.map(({ path }) => path));
  const budget = new GzipBudget();
  return files.map((file) => {
    const unpackedName = file.path.replace(/\.gz$/i, '');
    const path = paths.has(unpackedName) ? file.path : unpackedName;
    return {
      path: path.slice(start),
      bytes: file.bytes,
      ...(file.closed ? { closed: file.closed } : {}),
      read: async (options = {}) => {
        refuseTooLarge(file);
        return readUnpacked(file, path, budget, options);
      },
    };
  });
}

/** Before memory is taken for it. */
function refuseTooLarge({ path, bytes }: TreeFile): void {
  const most = mostBytes(path);
  if (bytes > most) {
    throw new ClassifierError('model-too-large', `${path}: ${bytes} bytes, at most ${most}`);
  }
}

/** A zip's name as people say it. */
function stem(path: string): string {
  return (path.split('/').at(-1) ?? '').replace(/\.zip$/i, '');
}
