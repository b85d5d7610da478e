import type { BackendTrial, GoldenMismatch } from '../core/classification';
import { ClassifierError } from '../core/errors';
import { goldenImage, MAX_GOLDEN_ERROR } from '../core/golden';
import type { Manifest } from '../core/manifest';
import type { ModelBundle } from '../model/read-model';
import { buildNetwork, type TrunkPool } from './build-network';
import { computeProbabilities } from './judge';
import type { Network, NetworkOutput } from './network';
import type { Backends, Candidate } from './start-backend';
import { TimeoutError, withTimeout } from './with-timeout';

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
  const attempt = await tryOnce(context, candidate, timeoutMs, rivalMs, false);
  if (attempt.trial.outcome !== 'wrong-answers' || !isForeign(context.bundle)) return attempt;
  // Rewriting it for speed may be at fault: then it runs as it was exported.
  const plain = await tryOnce(context, candidate, timeoutMs, rivalMs, true);
  return plain.network ? plain : attempt;
}

async function tryOnce(
  context: AttemptContext,
  candidate: Candidate,
  timeoutMs: number,
  rivalMs: number,
  plain: boolean,
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
    network = await buildNetwork(context.bundle, context.trunks, candidate.backend, { plain });
    context.onCheck?.();
    // The first run compiles shaders on a GPU and may take as long as starting does.
    const first = await withTimeout(check(context.bundle, network, 0), timeoutMs);
    trial.startMs = startMs + performance.now() - builtAt;
    const warm = await checkWarm(context.bundle, network, rivalMs);
    const worst = [first, ...warm].reduce(worseOf);
    trial.goldenError = worst.goldenError;
    trial.worst = worst.mismatch;
    trial.warmMs = median(warm.map((run) => run.runMs));
    if (plain) trial.detail += `${trial.detail && ', '}as exported`;
    if (trial.goldenError <= MAX_GOLDEN_ERROR) return { trial, network };
    network.dispose();
    const detail = `${trial.detail && `${trial.detail}: `}${describeMismatch(worst.mismatch)}`;
    return { trial: { ...trial, outcome: 'wrong-answers', detail }, network: null };
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

function isForeign({ network }: ModelBundle): boolean {
  return network.kind === 'tfjs-layers' || network.kind === 'tfjs-graph';
}

/** For people: which golden input, which label, what it says and what it should. */
function describeMismatch({ seed, label, expected, got }: GoldenMismatch): string {
  const said = got === null ? 'something that is no number' : got.toFixed(3);
  return `for test picture ${seed} it gives “${label}” ${said}, where ${expected.toFixed(3)} is right`;
}

/** What a backend can't be blamed for. An answer that is no number is a wrong one, not an error. */
function isModelsFault(error: unknown): boolean {
  return error instanceof ClassifierError;
}

interface Check {
  runMs: number;
  /** NaN when an answer is not a number. */
  goldenError: number;
  mismatch: GoldenMismatch;
}

/** Not a number is worse than any difference. */
function worseOf(one: Check, other: Check): Check {
  if (Number.isNaN(one.goldenError)) return one;
  return other.goldenError <= one.goldenError ? one : other;
}

/** Runs the network on one golden picture, timed. */
async function check({ manifest }: ModelBundle, network: Network, which: number): Promise<Check> {
  const golden = manifest.golden[which % manifest.golden.length];
  if (!golden) throw new ClassifierError('model-manifest-invalid', 'no golden outputs');
  const { seed, labels } = golden;
  const image = goldenImage(seed, manifest.input.width, manifest.input.height);
  const startedAt = performance.now();
  const output = await network.run(image);
  const runMs = performance.now() - startedAt;
  const probabilities = computeIfFinite(manifest, output);
  const checks = labels.map((label, i): Check => {
    const expected = golden.probabilities[i] ?? NaN;
    const got = probabilities?.[label] ?? null;
    const mismatch = { seed, label: manifest.labels[label] ?? `#${label}`, expected, got };
    return { runMs, goldenError: Math.abs((got ?? NaN) - expected), mismatch };
  });
  const [first, ...others] = checks;
  if (!first) throw new ClassifierError('model-manifest-invalid', 'no golden outputs');
  return others.reduce(worseOf, first);
}

/** Probabilities; `null` when the answer is not made of numbers. */
function computeIfFinite(manifest: Manifest, output: NetworkOutput): number[] | null {
  try {
    return computeProbabilities(manifest, output);
  } catch (error) {
    if (error instanceof ClassifierError && error.code === 'result-not-finite') return null;
    throw error;
  }
}

/** The other golden pictures, and then again until there is enough to time. */
async function checkWarm(bundle: ModelBundle, network: Network, rivalMs: number): Promise<Check[]> {
  const runs: Check[] = [];
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
