import { ClassifierError } from '../core/errors';
import { Engine } from '../engine/engine';
import { ModelReader } from '../model/read-model';
import type { FitCanvas } from '../photo/draw-fit';
import { RequestCounter } from './count-requests';
import { workerHost } from './host';
import type { HeldDraft } from './hold-draft';
import type { Reply } from './protocol';

/** What the handlers share: one engine, one canvas, and the requests that can be given up. */
export class WorkerSession {
  readonly requests = new RequestCounter();
  readonly reader = new ModelReader();
  readonly engine = new Engine(workerHost);
  /** At the open model's size; `null` until a model is open. */
  canvas: FitCanvas | null = null;
  /** What is known of the last model that was handed over. */
  draft: HeldDraft | null = null;
  private readonly running = new Map<number, AbortController>();

  /** Does a request's work so that it can be cancelled and its error arrives with its code. */
  async answer<T>(requestId: number, work: (signal: AbortSignal) => Promise<T>): Promise<Reply<T>> {
    const controller = new AbortController();
    this.running.set(requestId, controller);
    try {
      return { ok: true, value: await work(controller.signal) };
    } catch (error) {
      return { ok: false, error: ClassifierError.from(error).toPlain() };
    } finally {
      this.running.delete(requestId);
    }
  }

  cancel(requestId: number): void {
    this.running.get(requestId)?.abort();
  }
}
