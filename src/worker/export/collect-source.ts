import type { Manifest } from '../../core/manifest';
import { parseManifest } from '../../core/manifest';
import { collectModel } from '../../model/export/collect-model';
import { type HeldFile, MemoryFiles } from '../../model/memory-files';
import { parseJson } from '../../model/read-part';
import { MANIFEST_NAME } from '../../model/write-bundle';
import { locateModel } from '../open-model';
import type { ModelSource } from '../protocol';

/** A model's files in one folder, from wherever it is. */
export async function collectSource(
  source: ModelSource,
  signal: AbortSignal,
): Promise<{ manifest: Manifest; files: HeldFile[] }> {
  if (source.kind === 'address') {
    const { files, name } = await locateModel(source);
    return collectModel(files, name, { signal });
  }
  // What is kept here is whole already, and holds files that no manifest names.
  const files = source.files.map(({ path, blob }) => ({ path, content: blob }));
  const described = await new MemoryFiles('on this device', files).read(MANIFEST_NAME, { signal });
  return { manifest: parseManifest(parseJson(described, MANIFEST_NAME)), files };
}
