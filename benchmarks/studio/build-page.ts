import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { threadedWasm } from '../../scripts/build/threaded-wasm';
import { cacheFolder, root } from '../../scripts/models/paths';

/** Where the built page of the other trainer lies. */
export const teachableFolder = join(cacheFolder, 'bench-studio/site');

/** Builds the other trainer's page, with the export beside it whose base it uses. */
export async function buildTeachablePage(exportFolder: string): Promise<void> {
  rmSync(teachableFolder, { recursive: true, force: true });
  await build({
    configFile: false,
    root: join(root, 'benchmarks/studio/page'),
    base: './',
    publicDir: false,
    logLevel: 'warn',
    plugins: [threadedWasm()],
    build: {
      outDir: teachableFolder,
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 3000,
      rolldownOptions: { checks: { pluginTimings: false } },
    },
  });
  symlinkSync(exportFolder, join(teachableFolder, 'export'));
}
