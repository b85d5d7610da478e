import { zipBundle } from '../model/zip-bundle';
import type { ModelFile } from './import-protocol';

/** Handles `zipModel`: a kept model's files as one zip. */
export function zipModel(files: readonly ModelFile[], signal: AbortSignal): Promise<Blob> {
  return zipBundle(
    files.map(({ path, blob }) => ({ path, content: blob })),
    { signal },
  );
}
