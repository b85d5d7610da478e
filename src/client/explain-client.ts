import { proxy } from 'comlink';
import type { ExplainReply, ExplainRequest } from '../worker/explain-protocol';
import type { ClassifierClient } from './classifier-client';

export interface ExplainOptions {
  signal?: AbortSignal | undefined;
  /** How many runs of the network are done, of how many. */
  onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * What the page asks to explain a verdict. Elements depend on this, so that tests can pass a stub.
 * Every promise rejects with a `ClassifierError`; an abort rejects with `cancelled`.
 */
export interface Explainer {
  /** What a model went by. The caller closes `view`. */
  explain(work: Omit<ExplainRequest, 'requestId'>, options?: ExplainOptions): Promise<ExplainReply>;
}

/** Explanations over the classifier's worker: one queue, cancel, and a new worker. */
export class ExplainClient implements Explainer {
  constructor(private readonly client: Pick<ClassifierClient, 'request'>) {}

  explain: Explainer['explain'] = async (work, { signal, onProgress } = {}) => {
    const reply = await this.client.request(
      (remote, requestId) =>
        remote.explainPhoto(
          { requestId, ...work },
          proxy((done: number, total: number) => onProgress?.(done, total)),
        ),
      signal,
    );
    // Given up while it ran: nobody will close the picture.
    if (signal?.aborted) reply.view.close();
    return reply;
  };
}
