import type {
  BackendHint,
  BackendName,
  BackendPreference,
  BackendTrial,
} from '../core/classification';
import { ClassifierError } from '../core/errors';
import type { EngineHost } from './engine-host';
import type { Network } from './network';
import type { Candidate } from './start-backend';
import { type BackendResult, blankTrial, tryBackend } from './try-backend';
import { type AttemptContext, tryCandidate } from './try-candidate';

export interface Choice {
  candidate: Candidate;
  network: Network;
  trials: BackendTrial[];
}

/** The order of trial: what starts quickly first, what is a last resort last. */
const order: readonly BackendName[] = ['wasm', 'webgpu', 'webgl', 'cpu'];
/**
 * A warm run this quick leaves room for everything else in a camera loop of 20 frames a second. A
 * GPU could win milliseconds then, but its start costs seconds: it isn't even tried.
 */
const QUICK_ENOUGH_MS = 40;
const START_TIMEOUT_MS = 15_000;

/**
 * Finds the backend to run a model on: what was chosen before, or else by trying. Whatever comes
 * back is running and has reproduced the model's golden outputs.
 *
 * @throws ClassifierError `backend-unavailable` when none does; the model's own errors.
 */
export async function chooseBackend(
  context: AttemptContext,
  host: EngineHost,
  preference: BackendPreference,
  hint: BackendHint | null,
): Promise<Choice> {
  const trials: BackendTrial[] = [];
  if (hint && (preference === 'auto' || preference === hint.backend)) {
    const choice = await tryHint(context, hint);
    if ('network' in choice) return choice;
    trials.push(choice);
  }
  let best: BackendResult['winner'] = null;
  for (const backend of preference === 'auto' ? order : [preference]) {
    if (best && isEnough(best.trial, backend)) {
      trials.push(blankTrial(backend, 'not-needed', 'another is quick enough'));
      continue;
    }
    const result = await tryBackend(context, host, backend, preference !== 'auto');
    trials.push(...result.trials);
    if (!result.winner) continue;
    if (best && runMs(best.trial) <= runMs(result.winner.trial)) {
      discard(result.winner);
    } else {
      if (best) discard(best);
      best = result.winner;
    }
  }
  if (!best) throw new ClassifierError('backend-unavailable', summarize(trials));
  const { candidate, network } = best;
  await context.backends.start(candidate, START_TIMEOUT_MS);
  return { candidate, network, trials };
}

async function tryHint(context: AttemptContext, hint: BackendHint): Promise<Choice | BackendTrial> {
  const running = context.backends.find(hint.backend);
  const candidate = running ?? { backend: hint.backend, threads: hint.threads };
  const { trial, network } = await tryCandidate(context, candidate, START_TIMEOUT_MS);
  if (!network) return trial;
  const others = hint.trials.filter(({ outcome }) => outcome !== 'chosen');
  return { candidate, network, trials: [trial, ...others] };
}

/** The plain CPU backend is a last resort; GPUs are tried only where wasm is slow. */
function isEnough(best: BackendTrial, next: BackendName): boolean {
  return next === 'cpu' || runMs(best) <= QUICK_ENOUGH_MS;
}

function discard({ trial, network }: NonNullable<BackendResult['winner']>): void {
  trial.outcome = 'slower';
  network.dispose();
}

function runMs({ warmMs }: BackendTrial): number {
  return warmMs ?? Infinity;
}

function summarize(trials: readonly BackendTrial[]): string {
  return trials
    .map(({ backend, outcome, detail }) => `${backend}: ${outcome}${detail && ` (${detail})`}`)
    .join('; ');
}
