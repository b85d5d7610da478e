import { ClassifierError } from '../core/errors';
import type { BundleFile } from './bundle-file';
import { readBlob, throwIfCancelled } from './intake/read-bytes';
import { joinPath } from './join-path';
import type { ModelFiles, ReadOptions } from './model-files';

/** A file of a bundle, in memory or on the device. */
export interface HeldFile {
  /** Relative to the bundle, with `/`. */
  path: string;
  content: Uint8Array | Blob;
}

/** Files just made, as they are held. */
export function holdFiles(files: readonly BundleFile[]): HeldFile[] {
  return files.map(({ path, bytes }) => ({ path, content: bytes }));
}

/** Model files that are at hand: a bundle just made, or one that the device keeps. */
export class MemoryFiles implements ModelFiles {
  readonly address: string;
  private readonly files: ReadonlyMap<string, HeldFile['content']>;

  /**
   * @param name Tells this bundle from others; shown in errors.
   * @param folder Inside the bundle, without an end slash; empty for its top.
   */
  constructor(
    private readonly name: string,
    private readonly held: readonly HeldFile[],
    private readonly folder = '',
  ) {
    this.address = folder === '' ? name : `${name}/${folder}`;
    this.files = new Map(held.map(({ path, content }) => [path, content]));
  }

  async read(path: string, options: ReadOptions = {}): Promise<Uint8Array> {
    throwIfCancelled(options.signal);
    const content = this.files.get(joinPath(this.folder, path));
    if (!content) throw new ClassifierError('model-part-missing', `${this.address}/${path}`);
    if (content instanceof Blob) return readBlob(content, path, options);
    options.onBytes?.(content.byteLength);
    return content;
  }

  folderOf(path: string): ModelFiles {
    return new MemoryFiles(this.name, this.held, joinPath(this.folder, path, '..'));
  }
}
