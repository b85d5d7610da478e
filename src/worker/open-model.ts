import type { ModelProgress } from '../core/classification';
import { FetchedFiles } from '../model/fetched-files';
import { FitCanvas } from '../photo/draw-fit';
import type { OpenedModel, OpenModelRequest } from './protocol';
import type { WorkerSession } from './session';

/** Handles `openModel`: reads the model, starts a backend, checks its answers, swaps models. */
export async function openModel(
  session: WorkerSession,
  { manifestUrl, backend, hint }: OpenModelRequest,
  signal: AbortSignal,
  onProgress: (progress: ModelProgress) => void,
): Promise<OpenedModel> {
  const startedAt = performance.now();
  let bytesFetched = 0;
  session.engine.prepare(backend, hint);
  const url = new URL(manifestUrl);
  const name = `${url.pathname.split('/').pop() ?? ''}${url.search}`;
  const bundle = await session.reader.read(new FetchedFiles(new URL('.', url).href), name, {
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
