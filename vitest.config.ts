import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { downloadPage } from './scripts/build/download-page';
import { sharedFixtures } from './scripts/build/shared-fixtures';
import { threadedWasm } from './scripts/build/threaded-wasm';
import { chromiumArgs, findChromium } from './scripts/chromium.mjs';
import { isolationHeaders } from './src/pwa/security-headers.mjs';
import { commands } from './tests/browser/node/commands';

/** Photos and exports that are not part of this repository; tests that need them skip without. */
const shared = fileURLToPath(new URL('../shared', import.meta.url));
const env = { VITE_HAS_SHARED: existsSync(`${shared}/fixtures`) ? '1' : '' };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts'],
          environment: 'node',
          env,
          testTimeout: 30_000,
        },
      },
      {
        plugins: [threadedWasm(), downloadPage(), sharedFixtures(shared)],
        worker: { format: 'es', plugins: () => [threadedWasm()] },
        server: { headers: isolationHeaders },
        // Found by following imports, not by surprise: a late find reloads the page mid-test.
        optimizeDeps: { entries: ['src/**/*.ts', 'tests/browser/**/*.ts'] },
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          env,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            // A busy machine takes longer to look through the dependencies than the default waits.
            connectTimeout: 240_000,
            screenshotFailures: false,
            commands,
            provider: playwright({
              launchOptions: {
                executablePath: findChromium() ?? undefined,
                args: [
                  ...chromiumArgs,
                  // Memory is measured at once, not when the browser finds the time.
                  '--enable-blink-features=ForceEagerMeasureMemory',
                  '--use-fake-device-for-media-stream',
                  '--use-fake-ui-for-media-stream',
                ],
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
