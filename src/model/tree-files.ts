import { ClassifierError } from '../core/errors';
import type { FileTree, TreeFile } from './file-tree';
import { joinPath } from './join-path';
import type { ModelFiles, ReadOptions } from './model-files';

/** A folder of a tree, read as a model's files: only what a manifest names is unpacked. */
export class TreeFiles implements ModelFiles {
  readonly address: string;
  private readonly files: ReadonlyMap<string, TreeFile>;

  /** @param folder Inside the tree, without an end slash; empty for its top. */
  constructor(
    private readonly tree: FileTree,
    private readonly folder = '',
  ) {
    this.address = folder === '' ? tree.name : `${tree.name}/${folder}`;
    this.files = new Map(tree.files.map((file) => [file.path, file]));
  }

  async read(path: string, options?: ReadOptions): Promise<Uint8Array> {
    const file = this.files.get(joinPath(this.folder, path));
    if (!file) throw new ClassifierError('model-part-missing', `${this.address}/${path}`);
    return file.read(options);
  }

  folderOf(path: string): ModelFiles {
    return new TreeFiles(this.tree, joinPath(this.folder, path, '..'));
  }
}
