import type { Page } from '@playwright/test';

const LONG_MS = 50;

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Processor time in microseconds; absent on events that take none. */
  tdur?: number;
  args: { name?: string };
}

/**
 * From here on, notes every task that keeps the page's main thread at work for more than 50 ms. It
 * counts processor time: what other programs do on the same machine is not the page's doing.
 *
 * @returns ends the watch and gives the long tasks' milliseconds.
 */
export async function watchLongTasks(page: Page): Promise<() => Promise<number[]>> {
  const browser = page.context().browser();
  if (!browser) throw new Error('the page has no browser to trace');
  await browser.startTracing(page, { categories: ['toplevel'] });
  return async () => {
    const trace = JSON.parse((await browser.stopTracing()).toString()) as {
      traceEvents: TraceEvent[];
    };
    return findLongTasks(trace.traceEvents);
  };
}

/** Processor time of the long tasks on the page's main thread, in milliseconds. */
function findLongTasks(events: TraceEvent[]): number[] {
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid}/${tid}`;
  const mainThreads = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(threadOf),
  );
  const tasks = events.filter(
    (event) => event.name === 'ThreadControllerImpl::RunTask' && mainThreads.has(threadOf(event)),
  );
  if (tasks.length === 0) throw new Error('the trace holds no tasks of the main thread');
  return tasks.map(({ tdur = 0 }) => Math.round(tdur / 1000)).filter((ms) => ms > LONG_MS);
}

/** From here on, notes every request that the page or its workers make, and every refused one. */
export function watchRequests(page: Page): string[] {
  const addresses: string[] = [];
  page.on('request', (request) => {
    // Addresses of things in memory: nothing leaves the page.
    if (!/^(?:blob|data):/.test(request.url())) addresses.push(request.url());
  });
  return addresses;
}

/** From here on, notes everything the content-security policy had to refuse. */
export async function watchViolations(page: Page): Promise<string[]> {
  const violations: string[] = [];
  await page.exposeFunction('noteViolation', (text: string) => violations.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      const note = (window as unknown as { noteViolation: (text: string) => void }).noteViolation;
      note(`${violatedDirective} ${blockedURI}`);
    });
  });
  return violations;
}
