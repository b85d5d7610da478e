import { openAsBlob } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { ClassifierError } from '../core/errors';
import { limits } from '../model/intake/limits';
import type { SourceFile } from '../model/intake/open-tree';

/**
 * A file, or all files of a folder and the folders in it, by handle: nothing is read yet.
 *
 * @throws ClassifierError `model-not-found`, `file-unreadable`, `archive-unsafe` for more files than
 *   any model has.
 */
export async function listSources(path: string): Promise<SourceFile[]> {
  const found = await stat(path).catch((error: unknown) => {
    throw new ClassifierError('model-not-found', path, { cause: error });
  });
  if (!found.isDirectory()) return [await openSource(path, basename(path))];
  const files = await listFiles(path);
  const folder = basename(join(path, '.'));
  return Promise.all(
    files.map((file) => openSource(file, join(folder, relative(path, file)).split(sep).join('/'))),
  );
}

/** Folder by folder, so that a disk's root ends at the limit and not with all its files. */
async function listFiles(root: string): Promise<string[]> {
  const files: string[] = [];
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await readFolder(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) folders.push(path);
      // Links are not followed: a folder shall not lead anywhere else.
      else if (entry.isFile()) files.push(path);
      if (files.length > limits.entries) {
        throw new ClassifierError('archive-unsafe', `${root}: more than ${limits.entries} files`);
      }
    }
  }
  return files;
}

async function readFolder(folder: string) {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw ClassifierError.from(error, 'file-unreadable');
  }
}

async function openSource(file: string, path: string): Promise<SourceFile> {
  try {
    return { path, blob: await openAsBlob(file) };
  } catch (error) {
    throw new ClassifierError('file-unreadable', file, { cause: error });
  }
}
