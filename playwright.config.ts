import { defineConfig } from '@playwright/test';
import { chromiumArgs, findChromium } from './scripts/chromium.mjs';

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './tests/e2e/build-site.ts',
  outputDir: '.cache/test-results/e2e',
  // Some tests watch for long tasks on the main thread; company would disturb them.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    viewport: { width: 1100, height: 800 },
    launchOptions: { executablePath: findChromium() ?? undefined, args: chromiumArgs },
  },
});
