import { transfer } from 'comlink';
import type { WorkerSession } from './session';
import type { HeldArchives } from './studio/held-archives';
import type { StudioWorker } from './studio-protocol';

/** Answers the messages about a project's photos. Each handler is fetched when it is first needed. */
export function answerStudio(session: WorkerSession): StudioWorker {
  let archives: Promise<HeldArchives> | null = null;
  const holdArchives = () =>
    (archives ??= import('./studio/held-archives').then(({ HeldArchives }) => new HeldArchives()));
  return {
    listArchive: ({ requestId, archive }) =>
      session.answer(requestId, async (signal) => (await holdArchives()).list(archive, signal)),

    takeInPhotos: (request) =>
      session.answer(request.requestId, async (signal) => {
        const { takeInPhotos } = await import('./studio/take-in-photos');
        return takeInPhotos(await holdArchives(), request, signal);
      }),

    groupLooks: (request, onProgress) =>
      session.answer(request.requestId, async (signal) => {
        const { groupLooks } = await import('./studio/group-looks');
        return groupLooks(request, signal, onProgress);
      }),

    embedPhotos: (request) =>
      session.answer(request.requestId, async (signal) => {
        const { embedPhotos } = await import('./studio/embed-photos');
        return embedPhotos(session, request, signal);
      }),

    async showBatch(request) {
      const reply = await session.answer(request.requestId, async (signal) => {
        const { showBatch } = await import('./studio/show-batch');
        return showBatch(request, signal);
      });
      return reply.ok ? transfer(reply, reply.value) : reply;
    },
  };
}
