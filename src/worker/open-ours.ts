import type { Manifest } from '../core/manifest';
import type { FileTree } from '../model/file-tree';
import { type HeldFile, MemoryFiles } from '../model/memory-files';
import type { ReadOptions } from '../model/model-files';
import type { WorkerSession } from './session';

/** A bundle of ours, read and checked. */
export interface OurModel {
  manifest: Manifest;
  /** Of all its files. */
  bytes: number;
  /** Paths as the manifest has them, from the bundle's own folder. */
  files: HeldFile[];
}

/**
 * Reads a bundle of ours out of a tree and checks every part of it.
 *
 * @param path Of its `bearings.json` in the tree.
 * @throws ClassifierError what `ModelReader.read` and reading the tree throw.
 */
export async function openOurs(
  session: WorkerSession,
  tree: FileTree,
  path: string,
  options: ReadOptions,
): Promise<OurModel> {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const files: HeldFile[] = [];
  for (const file of tree.files) {
    const name = file.path.startsWith(folder) ? file.path.slice(folder.length) : file.path;
    files.push({ path: name, content: await file.read(options) });
  }
  const { signal } = options;
  const name = path.slice(folder.length);
  const bundle = await session.reader.read(new MemoryFiles(tree.name, files), name, {
    ...(signal ? { signal } : {}),
  });
  const bytes = files.reduce((sum, { content }) => sum + sizeOf(content), 0);
  return { manifest: bundle.manifest, bytes, files };
}

function sizeOf(content: HeldFile['content']): number {
  return content instanceof Blob ? content.size : content.byteLength;
}
