import { backend as currentBackend } from '@tensorflow/tfjs-core';
import type { BackendName } from '../core/classification';

/** The part of tfjs's WebGL backend that knows its context. */
interface WebglBackend {
  gpgpu: { gl: { isContextLost(): boolean } };
}

/**
 * Tells whether the GPU behind the current backend went away (driver reset, sleep, too many tabs).
 * WebGPU needs no question: reading from a lost device fails by itself.
 */
export function isContextLost(name: BackendName): boolean {
  if (name !== 'webgl') return false;
  const current: unknown = currentBackend();
  return isWebgl(current) && current.gpgpu.gl.isContextLost();
}

function isWebgl(backend: unknown): backend is WebglBackend {
  return typeof backend === 'object' && backend !== null && 'gpgpu' in backend;
}
