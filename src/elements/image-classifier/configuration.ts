import type { Classifier } from '../../client/classifier';
import { ClassifierClient } from '../../client/classifier-client';
import { LocalEngineMemory } from '../../client/engine-memory';
import { spawnWorker } from '../../client/spawn-worker';

/** How the elements of a page find what they need. Nothing here ever points to another site. */
export interface ElementConfiguration {
  /** Makes the engine for an element that is not given one. */
  createClient?: () => Classifier;
  /** Rewrites a model's address: for pages that keep models elsewhere. */
  mapUrl?: (url: string) => string;
}

let configuration: ElementConfiguration = {};

/** Changes the configuration; what is not named stays. */
export function setConfiguration(part: ElementConfiguration): void {
  configuration = { ...configuration, ...part };
}

/** Makes an engine: as configured, else one in a worker of its own. */
export function createClient(): Classifier {
  if (configuration.createClient) return configuration.createClient();
  return new ClassifierClient({ spawn: spawnWorker, memory: new LocalEngineMemory() });
}

/** The absolute address of a model. */
export function resolveModelUrl(model: string): string {
  return new URL(configuration.mapUrl?.(model) ?? model, document.baseURI).href;
}
