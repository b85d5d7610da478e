import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { build } from 'vite';
import { threadedWasm } from '../scripts/build/threaded-wasm';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The benchmark's own page, built like the app. */
export const benchFolder = join(root, '.cache/bench-site');

/** Builds the benchmark's page, with the models beside it. */
export async function buildBenchSite(mobilenetFolder: string | null): Promise<void> {
  rmSync(benchFolder, { recursive: true, force: true });
  await build({
    configFile: false,
    root: join(root, 'benchmarks/page'),
    base: './',
    publicDir: false,
    logLevel: 'warn',
    plugins: [threadedWasm()],
    worker: { format: 'es', plugins: () => [threadedWasm()] },
    build: {
      outDir: benchFolder,
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 1500,
      rolldownOptions: { checks: { pluginTimings: false } },
    },
  });
  symlinkSync(join(root, 'models'), join(benchFolder, 'models'));
  if (mobilenetFolder) symlinkSync(mobilenetFolder, join(benchFolder, 'mobilenet'));
}

/** Adds a photo of twelve megapixels, as phones take them, made from a smaller one. */
export async function addLargePhoto(from: string): Promise<void> {
  const grain = await sharp({
    create: {
      width: 4000,
      height: 3000,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 128, sigma: 12 },
    },
  })
    .png({ compressionLevel: 0 })
    .toBuffer();
  await sharp(from)
    .resize(4000, 3000, { fit: 'cover' })
    .composite([{ input: grain, blend: 'soft-light' }])
    .jpeg({ quality: 90 })
    .toFile(join(benchFolder, 'photo.jpg'));
}
