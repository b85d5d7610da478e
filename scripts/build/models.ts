import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Plugin } from 'vite';

/**
 * Copies models/ into the build as it stands. In development Vite serves the folder by itself, since
 * it lies in the root. Recipes (how a model was made) stay at home.
 */
export function models(folder: string): Plugin {
  return {
    name: 'bearings:models',
    apply: (config, { command }) => command === 'build' && !config.build?.ssr,
    async generateBundle() {
      for (const path of await listModelFiles(folder)) {
        const name = relative(folder, path).split(sep).join('/');
        const source = await readFile(path);
        this.emitFile({
          type: 'asset',
          fileName: `models/${name}`,
          source: name === 'index.json' ? markAbsent(source.toString(), folder) : source,
        });
      }
    },
  };
}

/** Says in the index which models are not there, so that the page does not ask for them in vain. */
function markAbsent(index: string, folder: string): string {
  const parsed = JSON.parse(index) as { models: { manifest: string; absent?: boolean }[] };
  for (const model of parsed.models) {
    if (!existsSync(join(folder, model.manifest))) model.absent = true;
  }
  return JSON.stringify(parsed);
}

/** The files of every model that the page may ask for; recipe folders and notes left out. */
async function listModelFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const parts = relative(folder, path).split(sep);
      const name = parts[parts.length - 1] ?? '';
      return !parts.includes('recipe') && !name.startsWith('.') && name !== 'README.md';
    })
    .sort();
}
