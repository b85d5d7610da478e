import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ClassifierError } from '../core/errors';
import { createMemoryFiles, type FeatureFiles } from '../engine/training/feature-cache';

/** Remembers features in a folder, or, without one, in memory alone. */
export class DiskFeatureFiles implements FeatureFiles {
  private readonly memory = createMemoryFiles();

  constructor(private readonly folder: string | null) {}

  async read(name: string): Promise<Blob | null> {
    if (this.folder === null) return this.memory.read(name);
    try {
      return new Blob([new Uint8Array(await readFile(join(this.folder, name)))]);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw ClassifierError.from(error, 'file-unreadable');
    }
  }

  async write(name: string, blob: Blob): Promise<void> {
    if (this.folder === null) return this.memory.write(name, blob);
    const path = join(this.folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.part`, new Uint8Array(await blob.arrayBuffer()));
    await rename(`${path}.part`, path);
  }

  async removeFolder(folder: string): Promise<void> {
    if (this.folder === null) return this.memory.removeFolder(folder);
    await rm(join(this.folder, folder), { recursive: true, force: true });
  }
}
