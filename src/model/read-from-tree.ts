import type { FileTree } from './file-tree';
import type { ReadOptions } from './model-files';
import type { ModelBundle, ModelReader } from './read-model';
import { TreeFiles } from './tree-files';

/**
 * Reads a bundle of ours out of a tree and checks every part of it; nothing else is unpacked.
 *
 * @param path Of its `bearings.json` in the tree.
 * @throws ClassifierError what `ModelReader.read` and reading the tree throw.
 */
export function readFromTree(
  reader: ModelReader,
  tree: FileTree,
  path: string,
  options: ReadOptions = {},
): Promise<ModelBundle> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return reader.read(new TreeFiles(tree).folderOf(path), name, options);
}

/**
 * All files of a bundle in a tree, to be kept: its card and its labels too, which no manifest names.
 *
 * @returns With paths from the bundle's own folder; what lies outside keeps its path in the tree.
 * @throws ClassifierError what reading the tree throws.
 */
export async function collectBundle(
  tree: FileTree,
  path: string,
  options: ReadOptions = {},
): Promise<{ path: string; content: Uint8Array }[]> {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const files: { path: string; content: Uint8Array }[] = [];
  for (const file of tree.files) {
    const name = file.path.startsWith(folder) ? file.path.slice(folder.length) : file.path;
    files.push({ path: name, content: await file.read(options) });
  }
  return files;
}
