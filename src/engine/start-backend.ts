import {
  env,
  findBackendFactory,
  getBackend,
  registerBackend,
  removeBackend,
  setBackend,
} from '@tensorflow/tfjs-core';
import type { BackendName } from '../core/classification';
import type { EngineHost } from './engine-host';
import { withTimeout } from './with-timeout';

/** A way to run a network: a backend, and how many threads where that is a choice. */
export interface Candidate {
  backend: BackendName;
  threads: number;
}

/** Fetches only the backend that is asked for. Each registers itself with tfjs. */
const load: Record<BackendName, () => Promise<unknown>> = {
  webgpu: () => import('@tensorflow/tfjs-backend-webgpu'),
  webgl: () => import('@tensorflow/tfjs-backend-webgl'),
  wasm: () => import('@tensorflow/tfjs-backend-wasm'),
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
};

/** Starts and stops tfjs's backends, one of each at the most. tfjs itself is a singleton. */
export class Backends {
  private readonly started = new Map<BackendName, Candidate & { startMs: number }>();
  private wasmPathsSet = false;

  constructor(private readonly host: EngineHost) {}

  /** How a backend runs at the moment; `undefined` when it doesn't. */
  find(backend: BackendName): Candidate | undefined {
    const running = this.started.get(backend);
    return running && { backend, threads: running.threads };
  }

  /** The backends that run at the moment. */
  running(): BackendName[] {
    return [...this.started.keys()];
  }

  /**
   * Makes a backend the current one, starting it when needed. A start may hang for ever (threads
   * under a strict content-security policy do), hence the limit.
   *
   * @returns milliseconds that it took to start, now or before.
   * @throws TimeoutError, or Error when it can't start.
   */
  async start(candidate: Candidate, timeoutMs: number): Promise<number> {
    const { backend } = candidate;
    const running = this.started.get(backend);
    if (running && running.threads !== candidate.threads) this.stop(backend);
    const startedAt = performance.now();
    try {
      await withTimeout(this.startNow(candidate), timeoutMs);
      const startMs = this.started.get(backend)?.startMs ?? performance.now() - startedAt;
      this.started.set(backend, { ...candidate, startMs });
      return startMs;
    } catch (error) {
      this.stop(backend);
      throw error;
    }
  }

  /** Frees everything on a backend. Tensors on it must be disposed of before. */
  stop(backend: BackendName): void {
    this.started.delete(backend);
    const factory = findFactory(backend);
    if (!factory) return;
    removeBackend(backend);
    registerBackend(backend, factory);
  }

  private async startNow({ backend, threads }: Candidate): Promise<void> {
    if (backend === 'wasm') await this.prepareWasm(threads);
    else await load[backend]();
    if (!findFactory(backend)) throw new Error(`no ${backend} here`);
    if (!(await setBackend(backend)) || getBackend() !== backend) {
      throw new Error(`${backend} did not start`);
    }
  }

  private async prepareWasm(threads: number): Promise<void> {
    const wasm = await import('@tensorflow/tfjs-backend-wasm');
    env().set('WASM_HAS_MULTITHREAD_SUPPORT', threads > 1 && this.host.crossOriginIsolated);
    wasm.setThreadsCount(threads);
    if (this.wasmPathsSet) return;
    const { wasmPaths } = this.host;
    wasm.setWasmPaths(typeof wasmPaths === 'string' ? wasmPaths : { ...wasmPaths });
    this.wasmPathsSet = true;
  }
}

/** tfjs's types claim that there always is one; WebGPU registers none where it can't run. */
function findFactory(backend: BackendName): ReturnType<typeof findBackendFactory> | undefined {
  return findBackendFactory(backend);
}
