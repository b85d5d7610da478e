import { readSamples as findSamples } from '../model/formats';
import { openTree } from '../model/intake/open-tree';
import type { HandedFiles, ImportProgress, SampleFile } from './import-protocol';
import type { WorkerSession } from './session';

/** Handles `readSamples`: the photos that a maker's project keeps, with their labels. */
export async function readSamples(
  session: WorkerSession,
  { handed }: { handed: HandedFiles },
  signal: AbortSignal,
  onProgress: (progress: ImportProgress) => void,
): Promise<SampleFile[]> {
  const held = session.draft?.handedId === handed.handedId ? session.draft : null;
  const samples =
    held?.recognised.kind === 'foreign'
      ? held.recognised.model.samples
      : findSamples(held?.tree ?? (await openTree(handed.files, { signal })));
  const files: SampleFile[] = [];
  for (const sample of samples) {
    signal.throwIfAborted();
    const { label, name } = sample;
    files.push({ label, name, blob: new Blob([new Uint8Array(await sample.read())]) });
    onProgress({ stage: 'photos', loaded: files.length, total: samples.length });
  }
  return files;
}
