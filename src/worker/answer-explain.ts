import { transfer } from 'comlink';
import type { ExplainWorker } from './explain-protocol';
import type { WorkerSession } from './session';

/** Answers the message about what a model went by. Its handler is fetched when it is first asked for. */
export function answerExplain(session: WorkerSession): ExplainWorker {
  return {
    async explainPhoto(request, onProgress) {
      const reply = await session.answer(request.requestId, async (signal) => {
        const { explainPhoto } = await import('./explain-photo');
        return explainPhoto(session, request, signal, onProgress);
      });
      return reply.ok ? transfer(reply, [reply.value.view]) : reply;
    },
  };
}
