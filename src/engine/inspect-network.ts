import { MAX_INPUT_SIDE } from '../core/contract';
import { ClassifierError } from '../core/errors';
import { inputOf } from '../core/input-of';
import type { NetworkFindings } from '../core/network-findings';
import type { ForeignModel, KnownTaps } from '../model/foreign-model';
import { explainFailure, isBackends } from './explain-failure';
import { Inspection } from './inspection';
import type { Backends, Candidate } from './start-backend';

export interface InspectOptions {
  /** Overrides what the model's format knows and what would be found. */
  taps?: KnownTaps;
  signal?: AbortSignal;
}

const START_TIMEOUT_MS = 15_000;

/**
 * Runs a network on the golden inputs and finds out what its numbers are and where its features lie:
 * on wasm with one thread, or on the plain processor where wasm lacks an operation. Afterwards none
 * of its tensors is left; the current backend may be another one.
 *
 * @throws ClassifierError as `Engine.inspect`.
 */
export async function inspectNetwork(
  backends: Backends,
  model: ForeignModel,
  { taps, signal }: InspectOptions,
): Promise<NetworkFindings> {
  const { width, height } = model.contract.size.value;
  if (Math.max(width, height) > MAX_INPUT_SIDE) {
    throw new ClassifierError('model-too-large', `a picture of ${width} × ${height}`);
  }
  const known = { ...model.taps, ...taps };
  // An open model's wasm stays as it is: another number of threads would be another wasm.
  const wasm = backends.find('wasm') ?? { backend: 'wasm', threads: 1 };
  const candidates: Candidate[] = [wasm, { backend: 'cpu', threads: 1 }];
  let failure: ClassifierError | null = null;
  for (const candidate of candidates) {
    const { backend } = candidate;
    if (signal?.aborted) throw new ClassifierError('cancelled');
    try {
      await backends.start(candidate, START_TIMEOUT_MS);
      const inspection = new Inspection(model, inputOf(model.contract), known, signal);
      return { ...(await inspection.run()), backend };
    } catch (error) {
      failure = explainFailure(error, backend);
      if (!isBackends(failure)) throw failure;
    }
  }
  throw failure ?? new ClassifierError('internal', 'no backend');
}
