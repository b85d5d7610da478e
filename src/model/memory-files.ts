import { ClassifierError } from '../core/errors';
import { readBlob, throwIfCancelled } from './intake/read-bytes';
import type { ModelFiles, ReadOptions } from './model-files';

/** A file of a bundle, in memory or on the device. */
export interface HeldFile {
  /** Relative to the bundle, with `/`. */
  path: string;
  content: Uint8Array | Blob;
}

/** Model files that are at hand: a bundle just made, or one that the device keeps. */
export class MemoryFiles implements ModelFiles {
  private readonly files: ReadonlyMap<string, HeldFile['content']>;

  /** @param address Tells this bundle from others; shown in errors. */
  constructor(
    readonly address: string,
    private readonly held: readonly HeldFile[],
    private readonly folder: readonly string[] = [],
  ) {
    this.files = new Map(held.map(({ path, content }) => [path, content]));
  }

  async read(path: string, { signal, onBytes }: ReadOptions = {}): Promise<Uint8Array> {
    throwIfCancelled(signal);
    const content = this.files.get(this.locate(path).join('/'));
    if (!content) throw new ClassifierError('model-part-missing', `${this.address}/${path}`);
    if (content instanceof Blob) {
      return readBlob(content, path, {
        ...(signal ? { signal } : {}),
        ...(onBytes ? { onBytes } : {}),
      });
    }
    onBytes?.(content.byteLength);
    return content;
  }

  folderOf(path: string): ModelFiles {
    const folder = this.locate(path).slice(0, -1);
    const inside = path.includes('/') ? `/${path.slice(0, path.lastIndexOf('/'))}` : '';
    return new MemoryFiles(`${this.address}${inside}`, this.held, folder);
  }

  /** A path relative to this folder as parts from the bundle's top; `..` stops at the top. */
  private locate(path: string): string[] {
    const parts = [...this.folder];
    for (const part of path.split('/')) {
      if (part === '..') parts.pop();
      else if (part !== '' && part !== '.') parts.push(part);
    }
    return parts;
  }
}
