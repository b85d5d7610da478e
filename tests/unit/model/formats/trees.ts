import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { FileTree } from '../../../../src/model/file-tree';
import { openTree } from '../../../../src/model/intake/open-tree';

/** A tree of files in memory; text is written as UTF-8, anything else that is no bytes as JSON. */
export function treeOf(files: Record<string, unknown>, name = 'folder'): FileTree {
  const encode = (content: unknown) =>
    content instanceof Uint8Array
      ? content
      : new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content));
  return {
    name,
    files: Object.entries(files).map(([path, content]) => {
      const bytes = encode(content);
      return { path, bytes: bytes.byteLength, read: () => Promise.resolve(bytes) };
    }),
  };
}

/** The files of a folder on the disk, by their paths in it. */
export function readFolder(folder: string): Record<string, Uint8Array> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const full = join(entry.parentPath, entry.name);
        const path = relative(folder, full).split(sep).join('/');
        return [path, new Uint8Array(readFileSync(full))];
      }),
  );
}

/** A folder on the disk as a tree, opened as if somebody had dropped it. */
export function treeAt(folder: string): Promise<FileTree> {
  return openFiles(readFolder(folder), folder.split('/').at(-1) ?? '');
}

/** Files as a tree, opened as if somebody had dropped them in the folder of this name. */
export function openFiles(
  files: Record<string, Uint8Array | string>,
  name = 'folder',
): Promise<FileTree> {
  const sources = Object.entries(files).map(([path, content]) => ({
    path: `${name}/${path}`,
    blob: new Blob([typeof content === 'string' ? content : new Uint8Array(content)]),
  }));
  return openTree(sources);
}
