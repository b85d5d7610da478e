import { backend as currentBackend } from '@tensorflow/tfjs-core';
import { Alarm } from '../core/alarm';
import type { BackendName } from '../core/classification';
import { ClassifierError } from '../core/errors';

/** The part of tfjs's WebGL backend that knows its context. */
interface WebglBackend {
  gpgpu: { gl: { canvas: EventTarget; isContextLost(): boolean } };
}

/** The part of tfjs's WebGPU backend that knows its device. */
interface WebgpuBackend {
  device: { lost: Promise<{ message: string }> };
}

/**
 * An alarm for the moment when the GPU behind the current backend goes away (driver reset, sleep,
 * too many tabs). tfjs would wait for such a GPU for ever, or take its zeros for an answer.
 */
export function watchGpu(name: BackendName): Alarm {
  const alarm = new Alarm();
  const raise = (detail: string) =>
    alarm.raise(new ClassifierError('engine-stopped', `${name}: the GPU went away ${detail}`));
  const current: unknown = currentBackend();
  if (name === 'webgl' && isWebgl(current)) {
    const { gl } = current.gpgpu;
    gl.canvas.addEventListener('webglcontextlost', () => raise(''));
    if (gl.isContextLost()) raise('');
  } else if (name === 'webgpu' && isWebgpu(current)) {
    void current.device.lost.then(({ message }) => raise(message));
  }
  return alarm;
}

function isWebgl(backend: unknown): backend is WebglBackend {
  return typeof backend === 'object' && backend !== null && 'gpgpu' in backend;
}

function isWebgpu(backend: unknown): backend is WebgpuBackend {
  return typeof backend === 'object' && backend !== null && 'device' in backend;
}
