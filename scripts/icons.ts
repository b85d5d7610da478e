/** Draws the app's icons from public/icons/logo.svg: `npx tsx scripts/icons.ts`. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const folder = new URL('../public/icons/', import.meta.url);
const PAPER = '#eef1e9';
const TRANSPARENT = '#00000000';

const icons = [
  { file: 'icon-192.png', size: 192, share: 0.94, background: TRANSPARENT },
  { file: 'icon-512.png', size: 512, share: 0.94, background: TRANSPARENT },
  // Systems cut this one to their own shape: all that matters lies inside the middle 80 %.
  { file: 'maskable-512.png', size: 512, share: 0.66, background: PAPER },
  { file: 'apple-touch-icon.png', size: 180, share: 0.8, background: PAPER },
];

const logo = await readFile(new URL('logo.svg', folder));
for (const { file, size, share, background } of icons) {
  const side = Math.round(size * share);
  const drawing = await sharp(logo, { density: 300 }).resize(side, side).png().toBuffer();
  await sharp({ create: { width: size, height: size, channels: 4, background } })
    .composite([{ input: drawing, gravity: 'centre' }])
    .png({ compressionLevel: 9 })
    .toFile(fileURLToPath(new URL(file, folder)));
}
