import type { Plugin } from 'vite';

const guard = /typeof _scriptDir !== "undefined" && _scriptDir/g;

/**
 * Keeps tfjs's threaded wasm alive through minification. Its threads run the text of a function that
 * asks `typeof _scriptDir !== "undefined" && _scriptDir`; minifiers fold the first half away, the
 * second half then throws inside the threads, and starting the backend hangs for ever. There is no
 * script folder in a bundle, so the answer is always false.
 */
export function threadedWasm(): Plugin {
  return {
    name: 'bearings:threaded-wasm',
    enforce: 'pre',
    transform: {
      filter: { id: /tfjs-backend-wasm-threaded-simd\.js/ },
      handler: (code) => ({ code: code.replace(guard, 'false'), map: null }),
    },
  };
}
