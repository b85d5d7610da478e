import { test as base } from '@playwright/test';
import { startServer, type RunningServer } from '../../scripts/serve.mjs';

/** The built site on a free port of its own, stopped after the test at the latest. */
export const test = base.extend<{ site: RunningServer }>({
  // Playwright wants the first argument destructured.
  site: async ({}, use) => {
    const server = await startServer({ port: 0 });
    await use(server);
    await server.stop();
  },
});

export { expect } from '@playwright/test';
