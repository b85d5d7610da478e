import type { Page } from '@playwright/test';
import { readMainTasks } from './main-tasks';

const LONG_MS = 50;

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
    const tasks = readMainTasks(await browser.stopTracing());
    if (tasks.length === 0) throw new Error('the trace holds no tasks of the main thread');
    return tasks.map(({ ms }) => Math.round(ms)).filter((ms) => ms > LONG_MS);
  };
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
