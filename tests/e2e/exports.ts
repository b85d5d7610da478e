import { readFile } from 'node:fs/promises';
import type { Browser, Page } from '@playwright/test';
import { startServer } from '../../scripts/serve.mjs';
import { unzipTo } from '../fixtures/unzip-to';
import { openApp, waitForModel } from './app';
import { waitUntilStored } from './site';

/** Presses the button that makes a file, and unpacks the file. */
export async function exportTo(page: Page, button: string, folder: string): Promise<void> {
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 60_000 }),
    page.getByRole('button', { name: button, exact: true }).click(),
  ]);
  await unzipTo(await readFile(await download.path()), folder);
}

/** Hosts an exported app, visits it once, takes the host away, and opens it again. */
export async function withAppOffline(
  browser: Browser,
  folder: string,
  work: (app: Page) => Promise<void>,
): Promise<void> {
  const host = await startServer({ port: 0, folder, basePath: '/apps/mine/', withHeaders: false });
  const context = await browser.newContext();
  try {
    const app = await context.newPage();
    await openApp(app, host.url);
    await waitForModel(app);
    await waitUntilStored(app);
    await host.stop();
    await openApp(app, host.url);
    await waitForModel(app);
    await work(app);
  } finally {
    await context.close();
  }
}
