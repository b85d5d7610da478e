import type { ClassifierError } from '../core/errors';
import type { ReadOptions } from './model-files';

/** A file that somebody handed us, unread. Its path is relative, with `/`, and never leaves the tree. */
export interface TreeFile {
  path: string;
  /** After unpacking it from a zip; as it is stored where it is gzip'd by itself. */
  bytes: number;
  /**
   * @throws ClassifierError `archive-damaged` when it does not unpack to what was promised,
   *   `archive-unsafe`, `model-too-large`, `file-unreadable`, `cancelled`.
   */
  read(options?: ReadOptions): Promise<Uint8Array>;
  /** Why an archive was not looked into; absent for every other file. */
  closed?: ClassifierError;
}

/** What somebody handed us to open: the files of a folder, of a zip, or picked one by one. */
export interface FileTree {
  /** For people: the zip's or the folder's name. */
  name: string;
  files: readonly TreeFile[];
}
