import { toStorageError } from '../database';
import type { ProjectFiles } from './project-files';

/** The folder, in the page's own file system, that all projects lie in. */
const ROOT = 'studio';

/**
 * The page's own file system (OPFS, https://fs.spec.whatwg.org), or `null` where the browser has none
 * that can be written from a page, or refuses it (private windows).
 */
export async function openFileSystem(
  storage: StorageManager | undefined,
): Promise<FileSystemDirectoryHandle | null> {
  const canWrite =
    typeof FileSystemFileHandle !== 'undefined' &&
    'createWritable' in FileSystemFileHandle.prototype;
  if (!storage || !('getDirectory' in storage) || !canWrite) return null;
  try {
    const root = await storage.getDirectory();
    return await root.getDirectoryHandle(ROOT, { create: true });
  } catch (error) {
    // Withheld in private windows, and by policy: then files go to the database.
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** A project's files in the page's own file system. */
export class OpfsFiles implements ProjectFiles {
  private readonly folders = new Map<string, Promise<FileSystemDirectoryHandle>>();

  constructor(
    private readonly root: FileSystemDirectoryHandle,
    private readonly projectId: string,
  ) {}

  async read(name: string): Promise<Blob | null> {
    const { folder, file } = splitName(`${this.projectId}/${name}`);
    try {
      const directory = await this.findFolder(folder, false);
      return await (await directory.getFileHandle(file)).getFile();
    } catch (error) {
      if (isAbsent(error)) return null;
      throw toStorageError(error);
    }
  }

  async write(name: string, blob: Blob): Promise<void> {
    const { folder, file } = splitName(`${this.projectId}/${name}`);
    try {
      const directory = await this.findFolder(folder, true);
      // Written beside the file and put in its place at the end: a crash leaves the old or nothing.
      const writable = await (
        await directory.getFileHandle(file, { create: true })
      ).createWritable();
      try {
        await writable.write(blob);
        await writable.close();
      } catch (error) {
        // Creating the handle made an empty file, which must not be taken for the photo.
        await writable.abort().catch(() => undefined);
        await directory.removeEntry(file).catch(() => undefined);
        throw error;
      }
    } catch (error) {
      throw toStorageError(error);
    }
  }

  async remove(name: string): Promise<void> {
    const { folder, file } = splitName(`${this.projectId}/${name}`);
    try {
      await (await this.findFolder(folder, false)).removeEntry(file);
    } catch (error) {
      if (!isAbsent(error)) throw toStorageError(error);
    }
  }

  async removeFolder(folder: string): Promise<void> {
    const path = [this.projectId, ...folder.split('/').filter((part) => part !== '')];
    this.folders.clear();
    try {
      const above = await this.findFolder(path.slice(0, -1).join('/'), false);
      await above.removeEntry(path.at(-1) ?? '', { recursive: true });
    } catch (error) {
      if (!isAbsent(error)) throw toStorageError(error);
    }
  }

  /** Handles are kept: finding a folder anew for each photo takes longer than writing it. */
  private findFolder(path: string, create: boolean): Promise<FileSystemDirectoryHandle> {
    if (path === '') return Promise.resolve(this.root);
    const known = this.folders.get(path);
    if (known) return known;
    const { folder: above, file: name } = splitName(path);
    const found = this.findFolder(above, create).then((directory) =>
      directory.getDirectoryHandle(name, { create }),
    );
    this.folders.set(path, found);
    found.catch(() => this.folders.delete(path));
    return found;
  }
}

function splitName(path: string): { folder: string; file: string } {
  const at = path.lastIndexOf('/');
  return { folder: path.slice(0, Math.max(at, 0)), file: path.slice(at + 1) };
}

function isAbsent(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotFoundError';
}
