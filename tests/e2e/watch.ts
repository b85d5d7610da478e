import type { Page } from '@playwright/test';

/** From here on, notes every task that holds up the main thread for more than 50 ms. */
export async function watchLongTasks(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const durations: number[] = [];
    new PerformanceObserver((list) => {
      durations.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: 'longtask' });
    Object.assign(window, { longTasks: durations });
  });
  return () =>
    page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks.map(Math.round));
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
