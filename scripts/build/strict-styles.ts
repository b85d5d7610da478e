import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const ours = fileURLToPath(new URL('../../src/elements/shared/style-map.ts', import.meta.url));

/**
 * Gives Web Awesome's elements a `styleMap` that works under `style-src 'self'`. Lit's own writes a
 * style attribute when it first renders, which the policy forbids.
 */
export function strictStyles(): Plugin {
  return {
    name: 'bearings:strict-styles',
    enforce: 'pre',
    resolveId(source, importer) {
      const isTheirs = importer?.includes('@awesome.me/webawesome');
      return isTheirs && source === 'lit/directives/style-map.js' ? ours : null;
    },
  };
}
