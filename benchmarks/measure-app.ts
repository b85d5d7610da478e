import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import type { RunningServer } from '../scripts/serve.mjs';
import { chromiumArgs, ensureChromium } from '../scripts/chromium.mjs';
import { photoInput, verdictSelector } from '../tests/e2e/app';
import { waitUntilStored } from '../tests/e2e/site';
import { watchLongTasks } from '../tests/e2e/watch';
import { median } from './statistics';

/** Starts a browser with a fake camera. */
export function launchBrowser() {
  return chromium.launch({
    executablePath: ensureChromium(),
    args: [...chromiumArgs, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  });
}

/** Opens the app and hands it a photo at once; milliseconds from the first request to the verdict. */
async function timeFirstVerdict(page: Page, url: string, photo: string): Promise<number> {
  const startedAt = performance.now();
  await page.goto(url, { waitUntil: 'commit' });
  await photoInput(page).setInputFiles(photo);
  await page.locator(verdictSelector).first().waitFor();
  return performance.now() - startedAt;
}

/** The first visit with nothing stored, then a second one with the server gone. */
export async function timeVisits(
  newContext: () => Promise<BrowserContext>,
  startSite: () => Promise<RunningServer>,
  photo: string,
): Promise<{ coldMs: number; returnMs: number }> {
  const context = await newContext();
  const site = await startSite();
  const page = await context.newPage();
  const coldMs = await timeFirstVerdict(page, site.url, photo);
  await waitUntilStored(page);
  await page.close();
  await site.stop();
  const again = await context.newPage();
  const returnMs = await timeFirstVerdict(again, site.url, photo);
  await context.close();
  return { coldMs, returnMs };
}

/** Lets the camera's page run for a while and reads what it says of itself. */
export async function measureCamera(
  browser: Browser,
  url: string,
  durationMs: number,
): Promise<{ framesPerSecond: number; longestTaskMs: number }> {
  const page = await browser.newPage();
  await page.goto(`${url}#/camera`);
  await page.getByRole('button', { name: 'Start the camera' }).click();
  await page.locator(verdictSelector).first().waitFor();
  const readLongTasks = await watchLongTasks(page);
  const rates: number[] = [];
  const endsAt = performance.now() + durationMs;
  while (performance.now() < endsAt) {
    await page.waitForTimeout(500);
    rates.push(Number.parseInt((await page.locator('.rate').textContent()) ?? '', 10));
  }
  const tasks = await readLongTasks();
  await page.close();
  return { framesPerSecond: median(rates), longestTaskMs: Math.max(0, ...tasks) };
}
