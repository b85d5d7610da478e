import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { availableParallelism } from 'node:os';
import type { EngineHost } from '../engine/engine-host';

/** Node as the engine's home: wasm from the installed package, one thread. */
export function createNodeHost(): EngineHost {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'));
  return {
    wasmPaths: `${join(folder, 'dist')}/`,
    crossOriginIsolated: false,
    hardwareConcurrency: availableParallelism(),
  };
}
