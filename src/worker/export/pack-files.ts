import type { HeldFile } from '../../model/memory-files';
import { zipBundle } from '../../model/zip-bundle';
import type { ExportedZip, ExportProgress } from '../export-protocol';

interface PackOptions {
  signal: AbortSignal;
  onProgress: (progress: ExportProgress) => void;
}

/** Packs files into one zip, and says what is in it. */
export async function packFiles(
  files: readonly HeldFile[],
  { signal, onProgress }: PackOptions,
  check: ExportedZip['check'] = null,
): Promise<ExportedZip> {
  const blob = await zipBundle(files, {
    signal,
    onFile: (done) => onProgress({ stage: 'pack', done, total: files.length }),
  });
  const described = files.map(({ path, content }) => ({
    path,
    bytes: content instanceof Blob ? content.size : content.byteLength,
  }));
  return { blob, files: described, check };
}
