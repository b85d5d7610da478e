import { expose, transfer } from 'comlink';
import { answerExplain } from './answer-explain';
import { answerExport } from './answer-export';
import { answerImports } from './answer-imports';
import { answerStudio } from './answer-studio';
import { answerTraining } from './answer-training';
import { classify } from './classify';
import { openModel } from './open-model';
import type { ClassifierWorker } from './protocol';
import { WorkerSession } from './session';

const session = new WorkerSession();

const worker: ClassifierWorker = {
  ...answerImports(session),
  ...answerStudio(session),
  ...answerTraining(session),
  ...answerExplain(session),
  ...answerExport(session),

  openModel: (request, onProgress) =>
    session.answer(request.requestId, (signal) => openModel(session, request, signal, onProgress)),

  async classify(request) {
    const reply = await session.answer(request.requestId, (signal) =>
      classify(session, request, signal),
    );
    return reply.ok && reply.value.view ? transfer(reply, [reply.value.view]) : reply;
  },

  cancel: (requestId) => session.cancel(requestId),

  compareBackends: (requestId) => session.answer(requestId, () => session.engine.compareBackends()),

  countTensors: () => session.engine.countTensors(),

  holdLock: (name) =>
    new Promise((held) => {
      void navigator.locks.request(name, () => {
        held();
        return new Promise(() => undefined);
      });
    }),
};

expose(worker);
