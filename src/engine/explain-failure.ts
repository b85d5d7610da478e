import { ClassifierError } from '../core/errors';

/** Whether it may be the backend's doing, so that another one is worth trying. */
export function isBackends({ code }: ClassifierError): boolean {
  return code === 'model-op-unsupported' || code === 'result-not-finite';
}

/**
 * What it means that tfjs can't build or run a network. tfjs throws plain errors for everything; their
 * text is all there is.
 */
export function explainFailure(error: unknown, backend = 'tfjs'): ClassifierError {
  if (error instanceof ClassifierError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const operation =
    /Unknown op '([^']+)'/.exec(message)?.[1] ??
    /Kernel '([^']+)' not registered/.exec(message)?.[1] ??
    /Custom op (\S+) is not registered/.exec(message)?.[1] ??
    // wasm says in many ways what it can't do with an operation that it has.
    /^.*\b(?:not (?:yet )?supported|(?:does not|doesn't|only) support).*$/im.exec(message)?.[0];
  const options = error instanceof Error ? { cause: error } : {};
  if (operation !== undefined) {
    return new ClassifierError('model-op-unsupported', `${operation} (${backend})`, options);
  }
  const layer = /Unknown layer: ([^.\s]+)/.exec(message)?.[1];
  if (layer !== undefined) return new ClassifierError('model-layer-unsupported', layer, options);
  // What typed arrays and wasm say when there is no room.
  if (error instanceof RangeError || /out of memory|allocation failed/i.test(message)) {
    return new ClassifierError('model-too-large', message, options);
  }
  return new ClassifierError('model-build-failed', message.slice(0, 500), options);
}
