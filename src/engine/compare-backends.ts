import type { BackendName, BackendTrial } from '../core/classification';
import type { EngineHost } from './engine-host';
import { tryBackend } from './try-backend';
import type { AttemptContext } from './try-candidate';

const all: readonly BackendName[] = ['wasm', 'webgpu', 'webgl', 'cpu'];

/**
 * Times a model on every backend, the chosen one first. Software GPUs are named but not run. The
 * current backend is another one afterwards.
 */
export async function compareBackends(
  context: AttemptContext,
  host: EngineHost,
  chosen: BackendName,
): Promise<BackendTrial[]> {
  const trials: BackendTrial[] = [];
  const others = all.filter((backend) => backend !== chosen);
  for (const backend of [chosen, ...others]) {
    const result = await tryBackend(context, host, backend, false);
    result.winner?.network.dispose();
    trials.push(...result.trials);
    if (backend !== chosen) context.backends.stop(backend);
  }
  const chosenMs = trials[0]?.warmMs ?? Infinity;
  return trials.map((trial, i) =>
    i === 0 || trial.outcome !== 'chosen'
      ? trial
      : { ...trial, outcome: (trial.warmMs ?? Infinity) < chosenMs ? 'quicker' : 'slower' },
  );
}
