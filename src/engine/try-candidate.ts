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
/** Slower than its rival by this factor, a candidate has lost. */
const LOST_FACTOR = 1.5;

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
  /** Another model lives on a backend that runs: leave that one as it is. */
  isModelOpen: boolean;
  onCheck?: (() => void) | undefined;
}

/**
 * Starts a candidate, builds the network on it, compares its answers with the golden outputs, and
 * times it.
 *
 * @param rivalMs A warm run of what it has to beat: far behind that, it is not timed to the end.
 * @throws ClassifierError when the model itself is at fault: no backend could mend that.
 */
export async function tryCandidate(
  context: AttemptContext,
  candidate: Candidate,
  timeoutMs: number,
  rivalMs = Infinity,
): Promise<Attempt> {
  const trial: BackendTrial = {
    backend: candidate.backend,
    outcome: 'chosen',
    warmMs: null,
    startMs: null,
    goldenError: null,
    detail: describe(candidate),
  };
  let network: Network | null = null;
  try {
    const startMs = await context.backends.start(candidate, timeoutMs);
    const builtAt = performance.now();
    network = await buildNetwork(context.bundle, context.trunks, candidate.backend);
    context.onCheck?.();
    // The first run compiles shaders on a GPU and may take as long as starting does.
    const first = await withTimeout(check(context.bundle, network, 0), timeoutMs);
    trial.startMs = startMs + performance.now() - builtAt;
    const warm = await checkWarm(context.bundle, network, rivalMs);
    trial.goldenError = Math.max(first.goldenError, ...warm.map((run) => run.goldenError));
    trial.warmMs = median(warm.map((run) => run.runMs));
    if (trial.goldenError <= MAX_GOLDEN_ERROR) return { trial, network };
    network.dispose();
    return { trial: { ...trial, outcome: 'wrong-answers' }, network: null };
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

/** Runs the network on one golden picture, timed. */
async function check(
  { manifest }: ModelBundle,
  network: Network,
  which: number,
): Promise<{ runMs: number; goldenError: number }> {
  const golden = manifest.golden[which % manifest.golden.length];
  if (!golden) throw new ClassifierError('model-manifest-invalid', 'no golden outputs');
  const image = goldenImage(golden.seed, manifest.input.width, manifest.input.height);
  const startedAt = performance.now();
  const output = await network.run(image);
  const runMs = performance.now() - startedAt;
  const probabilities = computeProbabilities(manifest, output);
  const differences = golden.labels.map((label, i) =>
    Math.abs((probabilities[label] ?? NaN) - (golden.probabilities[i] ?? NaN)),
  );
  // A NaN stays a NaN here, and fails.
  return { runMs, goldenError: Math.max(...differences) };
}

/** The other golden pictures, and then again until there is enough to time. */
async function checkWarm(bundle: ModelBundle, network: Network, rivalMs: number) {
  const runs: { runMs: number; goldenError: number }[] = [];
  const count = Math.max(WARM_RUNS, bundle.manifest.golden.length - 1);
  for (let run = 1; run <= count; run++) {
    const result = await check(bundle, network, run);
    runs.push(result);
    if (result.runMs > LOST_FACTOR * rivalMs) break;
  }
  return runs;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
