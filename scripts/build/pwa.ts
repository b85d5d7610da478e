import type { PluginOption } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { webManifest } from './web-manifest';

/** Nothing of ours is nearly this large; a model that people add themselves may be. */
const MAX_STORED_BYTES = 30_000_000;

/** What is stored first: with these few the page opens. The engine and the models follow. */
const shell = /\.(?:html|css|webmanifest)$|^assets\/index-[^/]*\.js$/;

/** Builds the service worker with the list of everything it keeps, and the web manifest. */
export function pwa(): PluginOption {
  return VitePWA({
    strategies: 'injectManifest',
    srcDir: 'src/pwa/service-worker',
    filename: 'service-worker.ts',
    // src/pwa/updates.ts registers it, once the first verdict is out of the way.
    injectRegister: false,
    manifest: webManifest,
    injectManifest: {
      globPatterns: ['**/*.{html,js,css,wasm,woff2,svg,png,jpg,webp,json,bin,md}'],
      // Models that people add are stored when they are first used (see service-worker.ts).
      globIgnores: ['models/mobilenet/**', 'schema/**', 'service-worker.js'],
      maximumFileSizeToCacheInBytes: MAX_STORED_BYTES,
      // Vite names these files by their contents.
      dontCacheBustURLsMatching: /^assets\//,
      manifestTransforms: [
        (entries) => ({
          manifest: entries.toSorted((a, b) => rank(a.url) - rank(b.url) || a.size - b.size),
          warnings: [],
        }),
      ],
    },
  });
}

function rank(url: string): number {
  if (shell.test(url)) return 0;
  return url.endsWith('.js') ? 1 : 2;
}
