import type { ModelProgress } from '../core/classification';
import { FetchedFiles } from '../model/fetched-files';
import type { ModelFiles } from '../model/model-files';
import { FitCanvas } from '../photo/draw-fit';
import type { ModelSource, OpenedModel, OpenModelRequest } from './protocol';
import type { WorkerSession } from './session';

/** Handles `openModel`: reads the model, starts a backend, checks its answers, swaps models. */
export async function openModel(
  session: WorkerSession,
  { source, backend, hint }: OpenModelRequest,
  signal: AbortSignal,
  onProgress: (progress: ModelProgress) => void,
): Promise<OpenedModel> {
  const startedAt = performance.now();
  let bytesFetched = 0;
  session.engine.prepare(backend, hint);
  const { files, name } = await locateModel(source);
  const bundle = await session.reader.read(files, name, {
    signal,
    onProgress: (loaded, total) => {
      bytesFetched = loaded;
      onProgress({ stage: 'download', loaded, total });
    },
  });
  signal.throwIfAborted();
  onProgress({ stage: 'start', loaded: 0, total: 1 });
  const device = await session.engine.open(bundle, backend, {
    hint,
    signal,
    onCheck: () => onProgress({ stage: 'check', loaded: 0, total: 1 }),
  });
  session.canvas = new FitCanvas(bundle.manifest.input, bundle.manifest.input.fit);
  onProgress({ stage: 'ready', loaded: 1, total: 1 });
  return {
    manifest: bundle.manifest,
    device,
    bytesFetched,
    openMs: performance.now() - startedAt,
  };
}

/** The folder that a model's manifest is in, and the manifest's name there. */
export async function locateModel(
  source: ModelSource,
): Promise<{ files: ModelFiles; name: string }> {
  if (source.kind === 'files') {
    // Most visits open no kept model: its reader is fetched by those that do.
    const { MemoryFiles } = await import('../model/memory-files');
    const files = source.files.map(({ path, blob }) => ({ path, content: blob }));
    return { files: new MemoryFiles('on this device', files), name: MANIFEST_NAME };
  }
  const url = new URL(source.manifestUrl);
  const name = `${url.pathname.split('/').pop() ?? ''}${url.search}`;
  return { files: new FetchedFiles(new URL('.', url).href), name };
}

const MANIFEST_NAME = 'bearings.json';
