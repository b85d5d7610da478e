import { proxy, type Remote, transfer } from 'comlink';
import type { BackendPreference, BackendTrial, ModelProgress } from '../core/classification';
import { ClassifierError } from '../core/errors';
import type {
  ClassifierWorker,
  ClassifyReply,
  ModelSource,
  OpenedModel,
  Reply,
} from '../worker/protocol';
import type {
  Classifier,
  ClassifyOptions,
  FrameSource,
  OpenOptions,
  PhotoSource,
} from './classifier';
import type { EngineMemory } from './engine-memory';
import { TaskQueue } from './task-queue';
import { WorkerHandle } from './worker-handle';

const DEFAULT_TOP_K = 5;
/** A phone may be busy that long with one step of a big photo or the first run on a GPU. */
const DEFAULT_SILENCE_MS = 30_000;

export interface ClientOptions {
  /** Starts the engine's worker; called again whenever the last one has died. */
  spawn: () => Worker;
  /** Remembers which backend won; without it every start measures. */
  memory?: EngineMemory;
  /** How long the worker may be silent while it has work before it counts as dead. */
  silenceMs?: number;
}

interface Opened {
  source: ModelSource;
  backend: BackendPreference;
}

/** One request to the worker. */
export type Call<T> = (remote: Remote<ClassifierWorker>, requestId: number) => Promise<Reply<T>>;

/** The page's side of the engine: one queue, cancel, progress, and a new worker when one dies. */
export class ClassifierClient implements Classifier {
  private readonly queue = new TaskQueue();
  private readonly restartListeners = new Set<() => void>();
  private handle: WorkerHandle | null = null;
  /** The model to open again in a new worker. */
  private opened: Opened | null = null;
  private lastRequestId = 0;
  private disposed = false;

  constructor(private readonly options: ClientOptions) {}

  open(
    model: string | ModelSource,
    { backend = 'auto', signal, onProgress }: OpenOptions = {},
  ): Promise<OpenedModel> {
    const source = toSource(model);
    return this.enqueue(async () => {
      const opened = await this.callTwice(this.openCall(source, backend, onProgress), signal);
      this.opened = { source, backend };
      const { device } = opened;
      const { trials, threads } = device;
      // On a busy device the comparison was cut short: the next visit may do it properly.
      const compared = trials.every(
        (trial) => trial.backend !== 'wasm' || trial.outcome !== 'not-needed',
      );
      if (backend === 'auto' && compared) {
        this.options.memory?.remember({ backend: device.backend, threads, trials });
      }
      return opened;
    }, signal);
  }

  classify(photo: PhotoSource, options: ClassifyOptions = {}): Promise<ClassifyReply> {
    const { signal } = options;
    return this.enqueue(async () => {
      const reply = await this.callTwice(classifyCall(photo, options), signal);
      // Given up while it ran: nobody will close the picture.
      if (signal?.aborted) reply.view?.close();
      return reply;
    }, signal);
  }

  classifyFrame(frame: FrameSource, options: ClassifyOptions = {}): Promise<ClassifyReply | null> {
    if (this.disposed) {
      frame.close();
      return Promise.reject(new ClassifierError('cancelled', 'disposed'));
    }
    return this.queue.offer(
      async () => {
        try {
          return await this.callOnce(classifyCall(frame, options, [frame]), options.signal);
        } catch (error) {
          // The frame died with its worker, and the next one is on its way.
          if (isDeath(error) && !this.disposed) return null;
          throw error;
        } finally {
          frame.close();
        }
      },
      () => frame.close(),
    );
  }

  compareBackends({ signal }: { signal?: AbortSignal } = {}): Promise<BackendTrial[]> {
    return this.request((remote, requestId) => remote.compareBackends(requestId), signal);
  }

  /** Queues any request to the worker; should the worker die over it, a new one is asked, once. */
  request<T>(call: Call<T>, signal?: AbortSignal): Promise<T> {
    return this.enqueue(() => this.callTwice(call, signal), signal);
  }

  countTensors(): Promise<number> {
    return this.enqueue(async () => (await this.start()).use((remote) => remote.countTensors()));
  }

  onRestart(listener: () => void): () => void {
    this.restartListeners.add(listener);
    return () => this.restartListeners.delete(listener);
  }

  dispose(): void {
    this.disposed = true;
    this.queue.clear(new ClassifierError('cancelled', 'disposed'));
    this.handle?.stop();
    this.handle = null;
    this.restartListeners.clear();
  }

  private enqueue<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.disposed) return Promise.reject(new ClassifierError('cancelled', 'disposed'));
    return this.queue.add(work, signal);
  }

  /** Calls the worker; when it dies over this, calls a new one, once. */
  private async callTwice<T>(call: Call<T>, signal?: AbortSignal): Promise<T> {
    try {
      return await this.callOnce(call, signal);
    } catch (error) {
      if (!isDeath(error) || this.disposed || signal?.aborted) throw error;
      return this.callOnce(call, signal);
    }
  }

  private async callOnce<T>(call: Call<T>, signal?: AbortSignal): Promise<T> {
    const handle = await this.start();
    const requestId = this.nextRequestId();
    const cancel = () => void handle.remote.cancel(requestId);
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return unwrap(await handle.use((remote) => call(remote, requestId)));
    } catch (error) {
      if (isDeath(error)) this.bury(handle);
      throw this.disposed ? new ClassifierError('cancelled', 'disposed') : error;
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  /** The living worker; a new one has the model open that the dead one had. */
  private async start(): Promise<WorkerHandle> {
    if (this.handle) return this.handle;
    const handle = new WorkerHandle(
      this.options.spawn(),
      this.options.silenceMs ?? DEFAULT_SILENCE_MS,
    );
    this.handle = handle;
    handle.death.onRaise(() => this.bury(handle));
    if (this.opened) {
      const { source, backend } = this.opened;
      const call = this.openCall(source, backend);
      try {
        unwrap(await handle.use((remote) => call(remote, this.nextRequestId())));
      } catch (error) {
        this.bury(handle);
        throw error;
      }
    }
    return handle;
  }

  private bury(handle: WorkerHandle): void {
    if (this.handle !== handle) return;
    this.handle = null;
    handle.stop();
    // It may have died of the backend that won before.
    this.options.memory?.forget();
    for (const listener of this.restartListeners) listener();
  }

  private openCall(
    source: ModelSource,
    backend: BackendPreference,
    onProgress?: (progress: ModelProgress) => void,
  ): Call<OpenedModel> {
    const hint = this.options.memory?.recall() ?? null;
    return (remote, requestId) =>
      remote.openModel(
        { requestId, source, backend, hint },
        proxy((progress) => onProgress?.(progress)),
      );
  }

  private nextRequestId(): number {
    this.lastRequestId += 1;
    return this.lastRequestId;
  }
}

/** The worker's own address is another folder: only an absolute address means the same there. */
function toSource(model: string | ModelSource): ModelSource {
  if (typeof model !== 'string') return model;
  return { kind: 'address', manifestUrl: new URL(model, document.baseURI).href };
}

function classifyCall(
  photo: PhotoSource | FrameSource,
  { topK = DEFAULT_TOP_K, withView = false }: ClassifyOptions,
  transferables: Transferable[] = [],
): Call<ClassifyReply> {
  return (remote, requestId) =>
    remote.classify(transfer({ requestId, photo, topK, withView }, transferables));
}

function unwrap<T>(reply: Reply<T>): T {
  if (reply.ok) return reply.value;
  throw ClassifierError.fromPlain(reply.error);
}

/** The worker is gone, or says itself that it can't go on. */
function isDeath(error: unknown): boolean {
  return error instanceof ClassifierError && error.code === 'engine-stopped';
}
