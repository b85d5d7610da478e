import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { downloadPage } from './scripts/build/download-page';
import { ELEMENT_FILE, exportParts } from './scripts/build/export-parts';
import { models } from './scripts/build/models';
import { pwa } from './scripts/build/pwa';
import { security } from './scripts/build/security';
import { strictStyles } from './scripts/build/strict-styles';
import { threadedWasm } from './scripts/build/threaded-wasm';
import { withoutUnusedControls } from './scripts/build/without-unused-controls';

export default defineConfig({
  // Relative addresses: the site works on any host and under any path.
  base: './',
  // No page but index.html (and download.html, which a plugin writes); a missing file must be a 404, never the page in disguise.
  appType: 'mpa',
  plugins: [
    threadedWasm(),
    strictStyles(),
    withoutUnusedControls(),
    security(),
    downloadPage(),
    models(fileURLToPath(new URL('models', import.meta.url))),
    exportParts(),
    pwa(),
  ],
  worker: { format: 'es', plugins: () => [threadedWasm()] },
  build: {
    target: 'es2022',
    // Wasm and pictures stay files: data addresses would break the content-security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    // Building the worker inside the page's build takes most of the time, and that is as it should be.
    rolldownOptions: {
      checks: { pluginTimings: false },
      // The element is built along, for pages of other people: it shares all it can with the page.
      input: { index: 'index.html', 'image-classifier': 'src/elements/index.ts' },
      preserveEntrySignatures: 'exports-only',
      output: {
        entryFileNames: ({ name }) =>
          name === 'image-classifier' ? ELEMENT_FILE : 'assets/[name]-[hash].js',
      },
    },
  },
});
