import { ClassifierError } from '../core/errors';
import type { NetworkFindings } from '../core/network-findings';
import type { ForeignModel, KnownTaps } from '../model/foreign-model';
import type { Backends } from './start-backend';

export interface InspectOptions {
  /** Overrides what the model's format knows and what would be found. */
  taps?: KnownTaps;
  signal?: AbortSignal;
}

/** Runs a network on the golden inputs and finds its taps. */
export async function inspectNetwork(
  _backends: Backends,
  { formatName }: ForeignModel,
  _options: InspectOptions,
): Promise<NetworkFindings> {
  throw new ClassifierError('model-unsupported', formatName);
}
