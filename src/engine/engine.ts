import { engine } from '@tensorflow/tfjs-core';
import type { Alarm } from '../core/alarm';
import type {
  BackendHint,
  BackendPreference,
  BackendTrial,
  DeviceReport,
} from '../core/classification';
import { ClassifierError } from '../core/errors';
import { inputOf } from '../core/input-of';
import type { ModelImage } from '../core/model-image';
import type { NetworkFindings } from '../core/network-findings';
import type { Evidence } from '../core/verdict';
import type { ForeignModel } from '../model/foreign-model';
import type { ModelBundle } from '../model/read-model';
import { TrunkPool } from './build-network';
import { type Choice, chooseBackend } from './choose-backend';
import { compareBackends } from './compare-backends';
import type { EngineHost } from './engine-host';
import type { ForeignNetwork } from './foreign-network';
import type { InspectOptions } from './inspect-network';
import { judge } from './judge';
import type { Network, NetworkOutput } from './network';
import { Backends, type Candidate } from './start-backend';
import { watchGpu } from './watch-gpu';

interface Opened extends Choice {
  bundle: ModelBundle;
  preference: BackendPreference;
  /** Raised when the GPU goes away. */
  gpu: Alarm;
}

export interface OpenOptions {
  /** What this device chose before. */
  hint?: BackendHint | null;
  signal?: AbortSignal;
  /** Called when a backend is up and its answers are about to be checked. */
  onCheck?: () => void;
}

/** Runs one model at a time. There is one engine in a thread: tfjs itself is a singleton. */
export class Engine {
  private readonly backends: Backends;
  private readonly trunks = new TrunkPool();
  private opened: Opened | null = null;
  private preparing: Promise<unknown> | null = null;

  constructor(private readonly host: EngineHost) {
    this.backends = new Backends(host);
  }

  /**
   * Starts a backend while a model is still on its way. Nothing depends on it: `open` starts what it
   * needs and says what goes wrong.
   */
  prepare(preference: BackendPreference, hint: BackendHint | null): void {
    if (this.opened || this.preparing) return;
    const candidate = firstCandidate(preference, hint);
    this.preparing = this.backends.start(candidate, RESTART_TIMEOUT_MS).catch(() => undefined);
  }

  /** The model that is open. */
  get bundle(): ModelBundle | null {
    return this.opened?.bundle ?? null;
  }

  /**
   * Opens a model on the fastest backend that gives the right answers, or on the pinned one. The
   * model that was open stays if this fails.
   *
   * @throws ClassifierError `backend-unavailable`, `model-output-unexpected`, `model-unsupported`,
   *   `cancelled`.
   */
  async open(
    bundle: ModelBundle,
    preference: BackendPreference,
    { hint = null, signal, onCheck }: OpenOptions = {},
  ): Promise<DeviceReport> {
    const { backends, trunks, host } = this;
    await this.preparing;
    const previous = this.opened;
    const known = previous && previous.preference === preference ? toHint(previous) : hint;
    try {
      const choice = await chooseBackend(
        { backends, trunks, bundle, isModelOpen: previous !== null, onCheck },
        host,
        preference,
        known,
      );
      if (signal?.aborted) {
        choice.network.dispose();
        throw new ClassifierError('cancelled');
      }
      const gpu = watchGpu(choice.candidate.backend);
      this.opened = { ...choice, bundle, preference, gpu };
    } catch (error) {
      if (previous) await backends.start(previous.candidate, RESTART_TIMEOUT_MS);
      throw error;
    }
    previous?.network.dispose();
    this.stopOthers();
    return this.report();
  }

  /**
   * Runs the open model on a picture of its size.
   *
   * @throws ClassifierError `engine-stopped` when the GPU went away or the backend broke.
   */
  async run(image: ModelImage): Promise<NetworkOutput> {
    const { network, gpu } = this.need();
    try {
      return await gpu.guard(network.run(image));
    } catch (error) {
      // Whatever tfjs throws in the middle of a run, its backend is not to be trusted after that.
      throw ClassifierError.from(error, 'engine-stopped');
    }
  }

  /**
   * Runs somebody else's network on the golden inputs and finds out what its numbers are and where
   * its features lie. The model that is open stays open; nothing of the other one stays.
   *
   * @throws ClassifierError `model-output-unexpected`, `model-unsupported` (its detail names the
   *   operations), `model-too-large`, `result-not-finite`, `cancelled`.
   */
  async inspect(model: ForeignModel, options: InspectOptions = {}): Promise<NetworkFindings> {
    await this.preparing;
    const { backends, opened } = this;
    try {
      const { inspectNetwork } = await import('./inspect-network');
      return await inspectNetwork(backends, model, options);
    } finally {
      if (opened) await backends.start(opened.candidate, RESTART_TIMEOUT_MS);
      this.stopOthers();
    }
  }

  /**
   * Opens another model for as long as some work takes, on a backend that gives its right answers.
   * The model that is open stays open.
   *
   * @param preference The open model's own when absent.
   * @throws ClassifierError as `open`, and what the work throws.
   */
  async openAside<T>(
    bundle: ModelBundle,
    work: (network: Network) => Promise<T>,
    preference: BackendPreference = this.opened?.preference ?? 'auto',
  ): Promise<T> {
    await this.preparing;
    const { backends, trunks, host, opened } = this;
    try {
      const choice = await chooseBackend(
        { backends, trunks, bundle, isModelOpen: opened !== null, onCheck: undefined },
        host,
        preference,
        opened && toHint(opened),
      );
      try {
        return await work(choice.network);
      } finally {
        choice.network.dispose();
      }
    } finally {
      if (opened) await backends.start(opened.candidate, RESTART_TIMEOUT_MS);
      this.stopOthers();
    }
  }

  /**
   * Lends somebody else's network, inspected but not yet written as a model of ours, for as long as
   * some work takes: on the backend it was inspected on. The model that is open stays open.
   *
   * @param work Is given the way to build the network; it disposes of what it builds.
   */
  async lendForeign<T>(
    model: ForeignModel,
    findings: NetworkFindings,
    work: (build: () => Promise<ForeignNetwork>) => Promise<T>,
  ): Promise<T> {
    await this.preparing;
    const { backends, opened } = this;
    const { backend, units, taps } = findings;
    const { ForeignNetwork } = await import('./foreign-network');
    const spec = {
      input: inputOf(model.contract),
      output: model.contract.output.value,
      units,
      taps,
    };
    try {
      await backends.start(backends.find(backend) ?? { backend, threads: 1 }, RESTART_TIMEOUT_MS);
      return await work(() => ForeignNetwork.load(model.network, spec));
    } finally {
      if (opened) await backends.start(opened.candidate, RESTART_TIMEOUT_MS);
      this.stopOthers();
    }
  }

  /**
   * Turns what the open model said into evidence.
   *
   * @throws ClassifierError `result-not-finite` or `model-output-unexpected`.
   */
  judge(output: NetworkOutput, topK: number): Evidence {
    return judge(this.need().bundle, output, topK);
  }

  /** Times the open model on every backend of this device; the model stays open as it was. */
  async compareBackends(): Promise<BackendTrial[]> {
    const { candidate, bundle } = this.need();
    const { backends, trunks, host } = this;
    try {
      return await compareBackends(
        { backends, trunks, bundle, isModelOpen: true },
        host,
        candidate.backend,
      );
    } finally {
      await backends.start(candidate, RESTART_TIMEOUT_MS);
      this.stopOthers();
    }
  }

  /** What this device is and how the open model runs on it. */
  report(): DeviceReport {
    const { candidate, trials } = this.need();
    return {
      backend: candidate.backend,
      trials,
      threads: candidate.threads,
      crossOriginIsolated: this.host.crossOriginIsolated,
      hardwareConcurrency: this.host.hardwareConcurrency,
      tensors: this.countTensors(),
    };
  }

  /** Live tensors right now. */
  countTensors(): number {
    // Not `memory()`: that needs a backend, and a worker that has none yet is alive all the same.
    return engine().state.numTensors;
  }

  /** Closes the model and frees everything. */
  close(): void {
    this.opened?.network.dispose();
    this.opened = null;
    this.stopOthers();
  }

  /** Backends that were tried and not chosen keep memory, threads and GPU contexts. */
  private stopOthers(): void {
    for (const backend of this.backends.running()) {
      if (backend !== this.opened?.candidate.backend) this.backends.stop(backend);
    }
  }

  private need(): Opened {
    if (!this.opened) throw new ClassifierError('internal', 'no model is open');
    return this.opened;
  }
}

const RESTART_TIMEOUT_MS = 15_000;

function toHint({ candidate, trials }: Opened): BackendHint {
  return { ...candidate, trials };
}

/** What `open` will try first. */
function firstCandidate(preference: BackendPreference, hint: BackendHint | null): Candidate {
  if (hint && (preference === 'auto' || preference === hint.backend)) return hint;
  return { backend: preference === 'auto' ? 'wasm' : preference, threads: 1 };
}
