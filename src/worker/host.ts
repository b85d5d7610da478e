import wasmSimdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import wasmThreadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import type { EngineHost } from '../engine/engine-host';

/** Addresses inside the worker's own folder are relative; tfjs wants them whole. */
function absolute(url: string): string {
  return new URL(url, import.meta.url).href;
}

/** The engine's surroundings in this worker: wasm files from our own origin, never a CDN. */
export const workerHost: EngineHost = {
  wasmPaths: {
    'tfjs-backend-wasm.wasm': absolute(wasmUrl),
    'tfjs-backend-wasm-simd.wasm': absolute(wasmSimdUrl),
    'tfjs-backend-wasm-threaded-simd.wasm': absolute(wasmThreadedUrl),
  },
  crossOriginIsolated: self.crossOriginIsolated,
  hardwareConcurrency: navigator.hardwareConcurrency,
};
