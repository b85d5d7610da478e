import type { TreeFile } from '../file-tree';
import type { ReadOptions } from '../model-files';
import { isWeights } from './find-shards';

/**
 * The files with the sizes that come out of them. Only unpacking a gzip'd part tells its size, since
 * the length at its end may lie, so this reads each file that may hold weights; none is kept.
 *
 * @returns `null` when none is packed: all sizes are what they seemed.
 * @throws ClassifierError what reading a file throws.
 */
export async function measureUnpacked(
  files: readonly TreeFile[],
  options: ReadOptions,
): Promise<TreeFile[] | null> {
  const measured: TreeFile[] = [];
  for (const file of files) {
    const bytes = isWeights(file.path) ? (await file.read(options)).byteLength : file.bytes;
    measured.push({ ...file, bytes });
  }
  return measured.some(({ bytes }, i) => bytes !== files[i]?.bytes) ? measured : null;
}
