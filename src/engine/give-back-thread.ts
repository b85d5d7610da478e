import { ClassifierError } from '../core/errors';

/** Lets messages and timers through: without it, no request to cancel would ever arrive. */
export function giveBackThread(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/**
 * Lets messages through, and stops when one of them was to cancel.
 *
 * @throws ClassifierError `cancelled`.
 */
export async function rest(signal: AbortSignal | undefined): Promise<void> {
  await giveBackThread();
  if (signal?.aborted) throw new ClassifierError('cancelled');
}
