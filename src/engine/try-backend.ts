import type { BackendName, BackendTrial } from '../core/classification';
import { describeWebgl, describeWebgpu, type GpuDescription } from './describe-gpu';
import type { EngineHost } from './engine-host';
import type { Network } from './network';
import { probeSpeedMs } from './probe-speed';
import type { Candidate } from './start-backend';
import { type Attempt, type AttemptContext, tryCandidate } from './try-candidate';
import { TimeoutError, withTimeout } from './with-timeout';

/** How one backend did, the best way of running it first. */
export interface BackendResult {
  /** Every way that was tried. */
  trials: BackendTrial[];
  /** `null` when none works. */
  winner: { candidate: Candidate; network: Network; trial: BackendTrial } | null;
}

/** More threads than this rarely help a network this small, and they heat phones. */
const MAX_THREADS = 4;
/** Threads must gain at least this share: another busy tab would cost them more. */
const MIN_THREAD_GAIN = 0.1;
const WASM_TIMEOUT_MS = 15_000;
/** Threads start at once or, under a strict content-security policy, never. */
const THREADS_TIMEOUT_MS = 4_000;
/**
 * When getting here took longer than this since the worker began, the device is slow or busy: then
 * somebody is waiting already, and with busy cores threads lose anyway.
 */
const PROBE_BEFORE_MS = 1_000;
/** A GPU that needs longer has lost anyway. */
const GPU_TIMEOUT_MS = 8_000;
/** The user pinned it, or it is the last resort: wait for it. */
const PATIENT_TIMEOUT_MS = 60_000;
/** The product of `probeSpeedMs` takes a real GPU a few milliseconds, a software one far longer. */
const MAX_GPU_PROBE_MS = 60;

/**
 * Tries one backend in every way that makes sense on this device.
 *
 * @param pinned The user asked for it: then a software GPU may run, and may take its time.
 * @throws ClassifierError when the model itself is at fault.
 */
export async function tryBackend(
  context: AttemptContext,
  host: EngineHost,
  backend: BackendName,
  pinned: boolean,
): Promise<BackendResult> {
  if (backend === 'wasm') return tryWasm(context, host);
  if (backend === 'cpu') return tryOne(context, { backend, threads: 1 }, PATIENT_TIMEOUT_MS);
  return tryGpu(context, backend, pinned);
}

/** A trial of a backend that never ran a network. */
export function blankTrial(
  backend: BackendName,
  outcome: BackendTrial['outcome'],
  detail: string,
): BackendTrial {
  return { backend, outcome, warmMs: null, startMs: null, goldenError: null, detail };
}

async function tryOne(
  context: AttemptContext,
  candidate: Candidate,
  timeoutMs: number,
  rivalMs?: number,
): Promise<BackendResult> {
  const attempt = await tryCandidate(context, candidate, timeoutMs, rivalMs);
  return { trials: [attempt.trial], winner: winnerOf(candidate, attempt) };
}

function winnerOf(candidate: Candidate, { network, trial }: Attempt): BackendResult['winner'] {
  return network && { candidate, network, trial };
}

/** One thread against several, briefly: with another process on the cores, threads lose. */
async function tryWasm(context: AttemptContext, host: EngineHost): Promise<BackendResult> {
  const running = context.backends.find('wasm');
  // A restart would pull the floor from under the model that is open.
  if (running && context.isModelOpen) return tryOne(context, running, WASM_TIMEOUT_MS);
  const single: Candidate = { backend: 'wasm', threads: 1 };
  const alone = await tryOne(context, single, WASM_TIMEOUT_MS);
  const threads = Math.min(MAX_THREADS, host.hardwareConcurrency);
  if (!host.crossOriginIsolated || threads < 2) return alone;
  if (alone.winner && performance.now() > PROBE_BEFORE_MS) {
    const detail = `${threads} threads: not tried, this device is busy`;
    return { ...alone, trials: [...alone.trials, blankTrial('wasm', 'not-needed', detail)] };
  }

  alone.winner?.network.dispose();
  const rivalMs = alone.winner?.trial.warmMs ?? Infinity;
  const together = await tryOne(context, { backend: 'wasm', threads }, THREADS_TIMEOUT_MS, rivalMs);
  const trials = [...together.trials, ...alone.trials];
  if (!alone.winner) return { ...together, trials };
  const togetherMs = together.winner?.trial.warmMs ?? Infinity;
  if (togetherMs < rivalMs * (1 - MIN_THREAD_GAIN)) {
    alone.winner.trial.outcome = 'slower';
    return { ...together, trials };
  }
  together.winner?.network.dispose();
  if (together.winner) together.winner.trial.outcome = 'slower';
  const again = await tryOne(context, single, WASM_TIMEOUT_MS);
  return { ...again, trials: [...again.trials, ...together.trials] };
}

async function tryGpu(
  context: AttemptContext,
  backend: 'webgl' | 'webgpu',
  pinned: boolean,
): Promise<BackendResult> {
  const gpu = await describeGpu(backend);
  if (!gpu) return refuse(blankTrial(backend, 'unavailable', `no ${backend} on this device`));
  if (gpu.software && !pinned) return refuse(blankTrial(backend, 'software', gpu.name));
  const candidate: Candidate = { backend, threads: 1 };
  if (!pinned) {
    const refusal = await probeGpu(context, candidate, gpu);
    if (refusal) return refuse(refusal);
  }
  const timeoutMs = pinned ? PATIENT_TIMEOUT_MS : GPU_TIMEOUT_MS;
  const result = await tryOne(context, candidate, timeoutMs);
  for (const trial of result.trials) trial.detail ||= gpu.name;
  return result;
}

function refuse(trial: BackendTrial): BackendResult {
  return { trials: [trial], winner: null };
}

async function describeGpu(backend: 'webgl' | 'webgpu'): Promise<GpuDescription | null> {
  return backend === 'webgl' ? describeWebgl() : describeWebgpu();
}

/** A quick sum before the long start: some software renderers go by an unknown name. */
async function probeGpu(
  { backends }: AttemptContext,
  candidate: Candidate,
  gpu: GpuDescription,
): Promise<BackendTrial | null> {
  try {
    await backends.start(candidate, GPU_TIMEOUT_MS);
    const probeMs = await withTimeout(probeSpeedMs(), GPU_TIMEOUT_MS);
    if (probeMs <= MAX_GPU_PROBE_MS) return null;
    backends.stop(candidate.backend);
    return blankTrial(
      candidate.backend,
      'software',
      `${gpu.name}: as slow as software (${Math.round(probeMs)} ms)`,
    );
  } catch (error) {
    const outcome = error instanceof TimeoutError ? 'timed-out' : 'failed';
    const reason = error instanceof Error ? error.message : String(error);
    return blankTrial(candidate.backend, outcome, `${gpu.name}: ${reason}`);
  }
}
