/** Starts the engine's worker. Written so that the bundler sees the address and the kind. */
export function spawnWorker(): Worker {
  return new Worker(new URL('../worker/entry.ts', import.meta.url), {
    type: 'module',
    name: 'bearings-engine',
  });
}
