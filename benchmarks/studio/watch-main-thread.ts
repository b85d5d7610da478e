import type { Browser } from '@playwright/test';
import { readMainTasks } from '../../tests/e2e/main-tasks';

/** What the main threads did while they were watched. */
interface MainThreads {
  /** Processor time of each process's longest task, in milliseconds. */
  longestMs: ReadonlyMap<number, number>;
  /** Share of the time that was watched: between two traces there is a gap. */
  share: number;
}

/** A trace of minutes would outgrow the browser's buffer, and tasks would be missing from it. */
const TRACE_MS = 30_000;

/**
 * From here on, notes the longest task of each page's main thread. It counts processor time: what
 * other programs do on the same machine is not the page's doing.
 *
 * @returns ends the watch.
 */
export function watchMainThreads(browser: Browser): () => Promise<MainThreads> {
  const longestMs = new Map<number, number>();
  const startedAt = performance.now();
  const stopping = new AbortController();
  let watchedMs = 0;
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      await browser.startTracing(undefined, { categories: ['toplevel'] });
      const since = performance.now();
      await waitFor(TRACE_MS, stopping.signal);
      watchedMs += performance.now() - since;
      for (const { pid, ms } of readMainTasks(await browser.stopTracing())) {
        longestMs.set(pid, Math.max(ms, longestMs.get(pid) ?? 0));
      }
    }
  })();
  // Awaited at the end; until then a failure is not nobody's.
  watching.catch(() => undefined);
  return async () => {
    const spentMs = performance.now() - startedAt;
    stopping.abort();
    await watching;
    return { longestMs, share: Math.min(1, watchedMs / spentMs) };
  };
}

function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
