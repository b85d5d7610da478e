import type { ExportWorker } from './export-protocol';
import type { WorkerSession } from './session';

/** Answers the messages about handing models on. Each handler is fetched when it is first needed. */
export function answerExport(session: WorkerSession): ExportWorker {
  return {
    exportModel: (request, onProgress) =>
      session.answer(request.requestId, async (signal) => {
        const { exportModel } = await import('./export/export-model');
        return exportModel(session, request, signal, onProgress);
      }),

    exportSite: (request, onProgress) =>
      session.answer(request.requestId, async (signal) => {
        const { exportSite } = await import('./export/export-site');
        return exportSite(request, signal, onProgress);
      }),

    drawIcons: ({ requestId, ...design }) =>
      session.answer(requestId, async () => {
        const { drawAppIcons } = await import('../photo/draw-app-icon');
        return drawAppIcons(design);
      }),

    exportFiles: ({ requestId, files }, onProgress) =>
      session.answer(requestId, async (signal) => {
        const { packFiles } = await import('./export/pack-files');
        const held = files.map(({ path, blob }) => ({ path, content: blob }));
        return packFiles(held, { signal, onProgress });
      }),
  };
}
