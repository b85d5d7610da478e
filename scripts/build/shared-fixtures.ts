import { existsSync } from 'node:fs';
import sirv from 'sirv';
import type { Plugin } from 'vite';

/**
 * Serves a folder of test photos and models at /shared/, in tests only, where it exists. Tests ask
 * `import.meta.env.VITE_HAS_SHARED` and skip without it.
 */
export function sharedFixtures(folder: string): Plugin {
  return {
    name: 'bearings:shared-fixtures',
    configureServer({ middlewares }) {
      if (existsSync(folder)) middlewares.use('/shared', sirv(folder, { dev: true }));
    },
  };
}
