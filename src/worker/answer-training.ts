import type { WorkerSession } from './session';
import type { TrainingWorker } from './training-protocol';

/** Answers the messages about training. The handler is fetched when it is first needed. */
export function answerTraining(session: WorkerSession): TrainingWorker {
  return {
    trainModel: (request, host) =>
      session.answer(request.requestId, async (signal) => {
        const { trainInWorker } = await import('./studio/train-in-worker');
        return trainInWorker(session, request, host, signal);
      }),
  };
}
