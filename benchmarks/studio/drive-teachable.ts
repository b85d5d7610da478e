import type { Browser } from '@playwright/test';
import { startServer } from '../../scripts/serve.mjs';
import { teachableFolder } from './build-page';
import type { TeachableRun as PageRun, TeachableSettings } from './page/main';
import { startMeter, type Cost } from './process-meter';

/** How `@teachablemachine/image` did. */
export interface TeachableRun extends PageRun {
  cost: Cost;
}

/** For the page's scripts, on a busy machine. */
const START_MS = 120_000;

/** Trains with the other trainer on a folder `part/label/photo`. */
export async function runTeachable(
  browser: Browser,
  folder: string,
  settings: Omit<TeachableSettings, 'exportUrl'>,
): Promise<TeachableRun> {
  // The library evaluates text as a script, which the headers of Bearings forbid.
  const server = await startServer({ port: 0, folder: teachableFolder, withHeaders: false });
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(0);
    await page.goto(server.url);
    await page.waitForFunction(() => 'teachableBench' in window, null, { timeout: START_MS });
    await page.locator('input').setInputFiles(folder);
    const stopMeter = await startMeter(browser);
    const exportUrl = `${server.url}export/model.json`;
    const run = await page.evaluate((given) => window.teachableBench.run(given), {
      ...settings,
      exportUrl,
    });
    return { ...run, cost: await stopMeter() };
  } finally {
    await context.close();
    await server.stop();
  }
}
