import { BlobReader, BlobWriter, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import type { HeldFile } from './memory-files';

/** Zip's first day: the same files make the same zip, whenever and wherever. */
const FIRST_DAY = new Date(1980, 0, 1);

/**
 * A bundle as one zip. Nothing is packed: weights hardly get smaller, and browsers pack differently,
 * while the same files shall make the same bytes everywhere.
 *
 * @param onFile Called after each file, with how many are in.
 * @throws ClassifierError `cancelled`.
 */
export async function zipBundle(
  files: readonly HeldFile[],
  { signal, onFile }: { signal?: AbortSignal; onFile?: (done: number) => void } = {},
): Promise<Blob> {
  const zip = new ZipWriter(new BlobWriter('application/zip'), {
    level: 0,
    useWebWorkers: false,
    lastModDate: FIRST_DAY,
    extendedTimestamp: false,
    ...(signal ? { signal } : {}),
  });
  for (const [i, { path, content }] of files.entries()) {
    const blob = content instanceof Blob ? content : new Blob([new Uint8Array(content)]);
    await zip.add(path, new BlobReader(blob));
    onFile?.(i + 1);
  }
  return zip.close();
}
