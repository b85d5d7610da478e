import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ClassifierError } from '../core/errors';

/** Photo files by the folder they lie in. */
interface PhotoFolders {
  /** Each folder right inside, with all files in it and in folders below it. */
  folders: { name: string; files: string[] }[];
  /** Files that lie in none of them. */
  loose: string[];
}

/**
 * Lists a folder of folders. Hidden files (of file managers) are left out, links are not followed.
 *
 * @throws ClassifierError `file-unreadable`.
 */
export async function listPhotoFolders(root: string): Promise<PhotoFolders> {
  const entries = await readSorted(root);
  const folders: PhotoFolders['folders'] = [];
  for (const entry of entries.filter((one) => one.isDirectory())) {
    folders.push({ name: entry.name, files: await listPhotoFiles(join(root, entry.name)) });
  }
  const loose = entries.filter((one) => one.isFile()).map(({ name }) => join(root, name));
  return { folders, loose };
}

/**
 * Lists all files of a folder and of the folders in it.
 *
 * @throws ClassifierError `file-unreadable`.
 */
export async function listPhotoFiles(folder: string): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await readSorted(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) files.push(...(await listPhotoFiles(path)));
    else if (entry.isFile()) files.push(path);
  }
  return files;
}

async function readSorted(folder: string) {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter(({ name }) => !name.startsWith('.'))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw new ClassifierError('file-unreadable', folder, { cause: error });
  }
}
