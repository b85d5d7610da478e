import type { BackendHint } from '../core/classification';

/** Remembers which backend won on this device, so that the next visit need not compare again. */
export interface EngineMemory {
  recall(): BackendHint | null;
  remember(hint: BackendHint): void;
  forget(): void;
}

const KEY = 'bearings.engine';
/** Browsers and drivers change: measure again after a week. */
const MAX_AGE_MS = 7 * 24 * 60 * 60 * 1000;

interface Stored {
  device: string;
  at: number;
  hint: BackendHint;
}

/** Keeps the winner in the browser's local storage. Without storage it just forgets. */
export class LocalEngineMemory implements EngineMemory {
  recall(): BackendHint | null {
    try {
      const stored = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Stored | null;
      const fresh = stored && Date.now() - stored.at < MAX_AGE_MS;
      return fresh && stored.device === describeDevice() ? stored.hint : null;
    } catch {
      // Blocked storage or an unreadable note: measuring anew is always right.
      return null;
    }
  }

  remember(hint: BackendHint): void {
    const note: Stored = { device: describeDevice(), at: Date.now(), hint };
    try {
      localStorage.setItem(KEY, JSON.stringify(note));
    } catch {
      // Blocked or full: the next visit measures again, which costs half a second and nothing else.
    }
  }

  forget(): void {
    try {
      localStorage.removeItem(KEY);
    } catch {
      // Blocked storage holds nothing to forget.
    }
  }
}

/** What must be the same for the measurement to hold. */
function describeDevice(): string {
  const { userAgent, hardwareConcurrency } = navigator;
  return [userAgent, hardwareConcurrency, crossOriginIsolated].join(' | ');
}
