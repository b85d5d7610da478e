import { transfer } from 'comlink';
import type { ImportWorker } from './import-protocol';
import type { WorkerSession } from './session';

/**
 * Answers the messages about opening somebody else's model. Each handler is fetched when it is first
 * asked for: most visits open none.
 */
export function answerImports(session: WorkerSession): ImportWorker {
  return {
    inspectModel: (request, onProgress) =>
      session.answer(request.requestId, async (signal) => {
        const { inspectModel } = await import('./inspect-model');
        return inspectModel(session, request, signal, onProgress);
      }),

    async previewPhoto(request) {
      const reply = await session.answer(request.requestId, async (signal) => {
        const { previewPhoto } = await import('./preview-photo');
        return previewPhoto(request, signal);
      });
      return reply.ok ? transfer(reply, [reply.value]) : reply;
    },

    diagnoseModel: (request, onProgress) =>
      session.answer(request.requestId, async (signal) => {
        const { diagnoseModel } = await import('./diagnose-model');
        return diagnoseModel(session, request, signal, onProgress);
      }),

    finishModel: (request, onProgress) =>
      session.answer(request.requestId, async (signal) => {
        const { finishModel } = await import('./finish-model');
        return finishModel(session, request, signal, onProgress);
      }),

    makeModelHonest: (request, onProgress) =>
      session.answer(request.requestId, async (signal) => {
        const { makeModelHonest } = await import('./make-model-honest');
        return makeModelHonest(session, request, signal, onProgress);
      }),

    readSamples: (request, onProgress) =>
      session.answer(request.requestId, async (signal) => {
        const { readSamples } = await import('./read-samples');
        return readSamples(session, request, signal, onProgress);
      }),

    zipModel: (request) =>
      session.answer(request.requestId, async (signal) => {
        const { zipModel } = await import('./zip-model');
        return zipModel(request.files, signal);
      }),
  };
}
