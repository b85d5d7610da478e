import type { ModelFile } from './import-protocol';

/** A file by a handle, which the browser may keep on disk. */
export function toModelFile(path: string, content: Uint8Array | Blob): ModelFile {
  return { path, blob: content instanceof Blob ? content : new Blob([new Uint8Array(content)]) };
}
