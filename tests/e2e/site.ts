import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test as base, type Page } from '@playwright/test';
import { startServer, type RunningServer } from '../../scripts/serve.mjs';

const built = fileURLToPath(new URL('../../dist', import.meta.url));

interface Fixtures {
  /** The built site on a free port of its own. */
  site: RunningServer;
  /** A copy of the built site that a test may change. */
  siteFolder: string;
}

/** Every test has a server and a browser profile of its own. */
export const test = base.extend<Fixtures>({
  site: async ({}, use) => {
    const server = await startServer({ port: 0 });
    await use(server);
    await server.stop();
  },
  siteFolder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'bearings-e2e-'));
    cpSync(built, folder, { recursive: true });
    await use(folder);
    rmSync(folder, { recursive: true });
  },
});

export { expect };

/** Waits until the service worker holds everything, so that the server may go. */
export async function waitUntilStored(page: Page): Promise<void> {
  const readState = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      return registration?.active?.state ?? 'none';
    });
  await expect.poll(readState).toBe('activated');
}
