import type { ModelImage } from './model-image';

/** Coarse shapes and finer detail, as cells across the picture and their strength out of 256. */
const layers = [
  { cells: 4, strength: 160 },
  { cells: 12, strength: 96 },
] as const;

/** Fractions of a cell are counted in 1/256, so that every step below is whole-number maths. */
const ONE = 256;

/** The largest difference in probability from the golden outputs that is still the same answer. */
export const MAX_GOLDEN_ERROR = 1e-2;

/**
 * Draws the synthetic picture that golden outputs are computed on: soft coloured clouds. Whole
 * numbers only, so that every device draws exactly the same bytes.
 *
 * @param seed Any integer; another seed is another picture.
 */
export function goldenImage(seed: number, width: number, height: number): ModelImage {
  const data = new Uint8ClampedArray(width * height * 4);
  layers.forEach(({ cells, strength }, layer) => {
    for (let channel = 0; channel < 3; channel++) {
      const grid = drawGrid(seed * 31 + layer * 3 + channel, cells + 1);
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const value = sampleGrid(
            grid,
            cells,
            scaleTo(x, width, cells),
            scaleTo(y, height, cells),
          );
          const at = 4 * (y * width + x) + channel;
          data[at] = (data[at] ?? 0) + ((value * strength) >> 8);
        }
      }
    }
  });
  for (let at = 3; at < data.length; at += 4) data[at] = 255;
  return { width, height, data };
}

/** A square of random bytes. */
function drawGrid(seed: number, side: number): Uint8Array {
  return Uint8Array.from({ length: side * side }, (_, i) => hash(Math.imul(seed, 7919) + i) & 255);
}

/** Mixes an integer's bits (the finaliser of MurmurHash3). */
function hash(integer: number): number {
  let bits = integer | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** A pixel's place on the grid, in 1/256 of a cell. */
function scaleTo(pixel: number, pixels: number, cells: number): number {
  return Math.floor((pixel * cells * ONE) / pixels);
}

/** Bilinear interpolation between the four nearest grid points, 0…255. */
function sampleGrid(grid: Uint8Array, cells: number, x: number, y: number): number {
  const side = cells + 1;
  const at = (y >> 8) * side + (x >> 8);
  const right = x & 255;
  const down = y & 255;
  const upper = (grid[at] ?? 0) * (ONE - right) + (grid[at + 1] ?? 0) * right;
  const lower = (grid[at + side] ?? 0) * (ONE - right) + (grid[at + side + 1] ?? 0) * right;
  return (upper * (ONE - down) + lower * down) >> 16;
}
