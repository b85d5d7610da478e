import { ClassifierError } from '../../core/errors';
import type { TreeFile } from '../file-tree';
import type { ReadOptions } from '../model-files';
import { gunzip, looksGzipped } from './gunzip';
import { limits, mostBytes } from './limits';

/** What the gzip'd parts of one tree may unpack to together; each part counts once. */
export class GzipBudget {
  private readonly spent = new Map<string, number>();

  /** The most that this part may unpack to. */
  leftFor(path: string): number {
    let others = 0;
    for (const [other, bytes] of this.spent) if (other !== path) others += bytes;
    return Math.min(mostBytes(path), limits.totalBytes - others);
  }

  spend(path: string, bytes: number): void {
    this.spent.set(path, bytes);
  }
}

/**
 * Reads a part that may be gzip'd: as `….gz`, or under an ordinary name, as some servers hand out
 * their shards.
 *
 * @throws ClassifierError what `file.read` throws, `archive-damaged`, `archive-unsafe`,
 *   `model-too-large`.
 */
export async function readUnpacked(
  file: TreeFile,
  path: string,
  budget: GzipBudget,
  options: ReadOptions,
): Promise<Uint8Array> {
  const stored = await file.read(options);
  if (!looksGzipped(stored)) return stored;
  const unpacked = await gunzip(stored, path, budget.leftFor(path), options.signal);
  if (!unpacked) {
    if (!/\.gz$/i.test(file.path)) return stored;
    throw new ClassifierError('archive-damaged', `${file.path}: does not unpack`);
  }
  budget.spend(path, unpacked.byteLength);
  return unpacked;
}
