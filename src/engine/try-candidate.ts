import type { BackendTrial } from '../core/classification';
import { ClassifierError } from '../core/errors';
import { goldenImage } from '../core/golden';
import type { ModelBundle } from '../model/read-model';
import { buildNetwork, type TrunkPool } from './build-network';
import { computeProbabilities } from './judge';
import type { Network } from './network';
import type { Backends, Candidate } from './start-backend';
import { TimeoutError, withTimeout } from './with-timeout';

/** The largest difference in probability from the golden outputs that is still the same answer. */
export const MAX_GOLDEN_ERROR = 1e-2;
const WARM_RUNS = 3;

export interface Attempt {
  /** Its outcome is `chosen` when it works; whoever compares attempts has the last word. */
  trial: BackendTrial;
  /** `null` when it does not work. Whoever holds it disposes of it. */
  network: Network | null;
}

export interface AttemptContext {
  backends: Backends;
  trunks: TrunkPool;
  bundle: ModelBundle;
  onCheck?: (() => void) | undefined;
}

/**
 * Starts a candidate, builds the network on it, compares its answers with the golden outputs, and
 * times it.
 *
 * @throws ClassifierError when the model itself is at fault: no backend could mend that.
 */
export async function tryCandidate(
  context: AttemptContext,
  candidate: Candidate,
  timeoutMs: number,
): Promise<Attempt> {
  const trial: BackendTrial = {
    backend: candidate.backend,
    outcome: 'chosen',
    warmMs: null,
    startMs: null,
    goldenError: null,
    detail: describe(candidate),
  };
  const startedAt = performance.now();
  let network: Network | null = null;
  try {
    await context.backends.start(candidate, timeoutMs);
    const { backend } = candidate;
    network = await buildNetwork(context.bundle, context.trunks, backend);
    context.onCheck?.();
    // The first run compiles shaders on a GPU and may take as long as starting does.
    trial.goldenError = await withTimeout(measureGoldenError(context.bundle, network), timeoutMs);
    trial.startMs = performance.now() - startedAt;
    if (!(trial.goldenError <= MAX_GOLDEN_ERROR)) {
      network.dispose();
      return { trial: { ...trial, outcome: 'wrong-answers' }, network: null };
    }
    trial.warmMs = await measureWarmRun(context.bundle, network);
    return { trial, network };
  } catch (error) {
    network?.dispose();
    if (isModelsFault(error)) throw error;
    const outcome = error instanceof TimeoutError ? 'timed-out' : 'failed';
    const detail = error instanceof Error ? error.message : String(error);
    return { trial: { ...trial, outcome, detail }, network: null };
  }
}

function describe({ backend, threads }: Candidate): string {
  if (backend !== 'wasm') return '';
  return threads === 1 ? '1 thread' : `${threads} threads`;
}

/** A result that is not finite may be the backend's doing; all else is the model's. */
function isModelsFault(error: unknown): boolean {
  return error instanceof ClassifierError && error.code !== 'result-not-finite';
}

async function measureGoldenError({ manifest }: ModelBundle, network: Network): Promise<number> {
  const { width, height } = manifest.input;
  let worst = 0;
  for (const golden of manifest.golden) {
    const output = await network.run(goldenImage(golden.seed, width, height));
    const probabilities = computeProbabilities(manifest, output);
    golden.labels.forEach((label, i) => {
      const difference = Math.abs((probabilities[label] ?? NaN) - (golden.probabilities[i] ?? NaN));
      worst = difference <= worst ? worst : difference; // Lets NaN through, which then fails.
    });
  }
  return worst;
}

/** Median milliseconds of a run once everything is warm. */
async function measureWarmRun({ manifest }: ModelBundle, network: Network): Promise<number> {
  const { width, height } = manifest.input;
  const image = goldenImage(manifest.golden[0]?.seed ?? 0, width, height);
  const times: number[] = [];
  for (let run = 0; run < WARM_RUNS; run++) {
    const startedAt = performance.now();
    await network.run(image);
    times.push(performance.now() - startedAt);
  }
  return times.sort((a, b) => a - b)[Math.floor(WARM_RUNS / 2)] ?? NaN;
}
