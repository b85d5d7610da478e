import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ClassifierError } from '../core/errors';
import type { ModelFiles, ReadOptions } from '../model/model-files';

/** Model files in a folder on this machine. */
export class DiskFiles implements ModelFiles {
  readonly address: string;

  constructor(folder: string) {
    this.address = resolve(folder);
  }

  async read(path: string, { signal, onBytes }: ReadOptions = {}): Promise<Uint8Array> {
    const full = resolve(this.address, path);
    try {
      const bytes = await readFile(full, { signal });
      onBytes?.(bytes.byteLength);
      return bytes;
    } catch (error) {
      throw ClassifierError.from(error, 'model-part-missing');
    }
  }

  folderOf(path: string): ModelFiles {
    return new DiskFiles(dirname(resolve(this.address, path)));
  }
}
