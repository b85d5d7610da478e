import { proxy } from 'comlink';

/** A listener that the worker can call, whether or not the page has one. */
export function listenWith<Progress>(
  onProgress: ((progress: Progress) => void) | undefined,
): (progress: Progress) => void {
  return proxy((progress: Progress) => onProgress?.(progress));
}
