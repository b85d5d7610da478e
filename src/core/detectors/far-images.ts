import { goldenImage } from '../golden';
import type { ModelImage } from '../model-image';
import { createRandom, type Random } from '../random';

/**
 * Pictures of nothing, and photos corrupted past knowing: what any model should warn about. Drawn
 * from a seed, so that nothing has to be shipped or fetched.
 */

type Painter = (random: Random, width: number, height: number) => PixelOf;
/** Red, green and blue of a pixel, 0…255. */
type PixelOf = (x: number, y: number) => readonly [number, number, number];

const painters: readonly Painter[] = [
  paintStripes,
  paintNoise,
  paintGradient,
  paintTiles,
  paintDiscs,
  paintLines,
  paintScreen,
];

/** How many kinds of synthetic pictures there are: clouds, and one for each painter. */
const KINDS = painters.length + 1;

/** So many synthetic pictures are worth trying a detector on: four of each kind. */
export const FAR_IMAGES = 4 * KINDS;

/** A synthetic picture: clouds, stripes, noise, a gradient, tiles, discs, lines or a screen, in turn. */
export function drawFarImage(seed: number, width: number, height: number): ModelImage {
  const painter = painters[(seed % KINDS) - 1];
  if (!painter) return goldenImage(seed + 1000, width, height);
  const pixelOf = painter(createRandom(seed), width, height);
  const data = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set([...pixelOf(x, y), 255], 4 * (y * width + x));
  }
  return { width, height, data };
}

/** How many ways there are to corrupt a photo. */
const CORRUPTIONS = 4;
const TILES = 4;

/**
 * A photo that is one no longer: its tiles shuffled with colours inverted, its colours turned to
 * noise, coarse blocks, or a single blown-up corner.
 */
export function corruptImage(image: ModelImage, seed: number): ModelImage {
  const random = createRandom(seed);
  const { width, height, data } = image;
  const from = chooseSource(random, seed % CORRUPTIONS, width, height);
  const isInverted = seed % CORRUPTIONS === 0;
  const noise = seed % CORRUPTIONS === 1 ? 360 : 0;
  const corrupted = new Uint8ClampedArray(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [fromX, fromY] = from(x, y);
      const source = 4 * (fromY * width + fromX);
      const to = 4 * (y * width + x);
      for (let channel = 0; channel < 3; channel++) {
        const value = data[source + channel] ?? 0;
        const shown = isInverted ? 255 - value : value;
        corrupted[to + channel] = noise ? shown + (random.nextFloat() - 0.5) * noise : shown;
      }
      corrupted[to + 3] = 255;
    }
  }
  return { width, height, data: corrupted };
}

/** Where the pixel at a place comes from. */
function chooseSource(random: Random, kind: number, width: number, height: number) {
  const tileWidth = Math.max(1, Math.floor(width / TILES));
  const tileHeight = Math.max(1, Math.floor(height / TILES));
  const order = random.shuffle(Array.from({ length: TILES * TILES }, (_, i) => i));
  const clampX = (x: number) => Math.min(width - 1, Math.max(0, Math.floor(x)));
  const clampY = (y: number) => Math.min(height - 1, Math.max(0, Math.floor(y)));
  return (x: number, y: number): [x: number, y: number] => {
    if (kind === 0) {
      const column = Math.min(TILES - 1, Math.floor(x / tileWidth));
      const row = Math.min(TILES - 1, Math.floor(y / tileHeight));
      const tile = order[row * TILES + column] ?? 0;
      return [
        clampX((tile % TILES) * tileWidth + x - column * tileWidth),
        clampY(Math.floor(tile / TILES) * tileHeight + y - row * tileHeight),
      ];
    }
    if (kind === 2) {
      const block = Math.max(1, Math.floor(width / 7));
      return [clampX(x - (x % block)), clampY(y - (y % block))];
    }
    if (kind === 3) return [clampX(x / 12), clampY(y / 12)];
    return [x, y];
  };
}

function drawColour(random: Random): [number, number, number] {
  return [random.nextInt(256), random.nextInt(256), random.nextInt(256)];
}

function paintStripes(random: Random, width: number): PixelOf {
  const colours = [drawColour(random), drawColour(random)] as const;
  const period = width / (3 + random.nextInt(30));
  const angle = random.nextFloat() * Math.PI;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  return (x, y) => {
    const place = Math.floor((x * cosine + y * sine) / period);
    return place % 2 === 0 ? colours[0] : colours[1];
  };
}

function paintNoise(random: Random): PixelOf {
  const isGrey = random.nextInt(2) === 0;
  return () => {
    const [red, green, blue] = drawColour(random);
    return isGrey ? [red, red, red] : [red, green, blue];
  };
}

function paintGradient(random: Random, width: number, height: number): PixelOf {
  const [from, to] = [drawColour(random), drawColour(random)];
  const isAcross = random.nextInt(2) === 0;
  return (x, y) => {
    const share = isAcross ? x / width : y / height;
    const mix = (channel: 0 | 1 | 2) => from[channel] + (to[channel] - from[channel]) * share;
    return [mix(0), mix(1), mix(2)];
  };
}

function paintTiles(random: Random, width: number): PixelOf {
  const across = 2 + random.nextInt(14);
  const colours = Array.from({ length: 5 }, () => drawColour(random));
  const side = Math.max(1, width / across);
  const pick = Array.from({ length: 32 * 32 }, () => random.nextInt(colours.length));
  return (x, y) => {
    const tile = (Math.floor(y / side) % 32) * 32 + (Math.floor(x / side) % 32);
    return colours[pick[tile] ?? 0] ?? [0, 0, 0];
  };
}

function paintDiscs(random: Random, width: number, height: number): PixelOf {
  const ground = drawColour(random);
  const discs = Array.from({ length: 3 + random.nextInt(20) }, () => ({
    x: random.nextFloat() * width,
    y: random.nextFloat() * height,
    radius: (0.03 + 0.2 * random.nextFloat()) * width,
    colour: drawColour(random),
  }));
  return (x, y) =>
    discs.findLast((disc) => Math.hypot(x - disc.x, y - disc.y) < disc.radius)?.colour ?? ground;
}

/** Rows of short dark strokes on white: what text looks like from far away. */
function paintLines(random: Random, width: number, height: number): PixelOf {
  const lineHeight = Math.max(3, Math.floor(height / (8 + random.nextInt(16))));
  const strokes = Array.from({ length: 64 * 64 }, () => random.nextInt(4) > 0);
  const strokeWidth = Math.max(1, Math.floor(width / 48));
  return (x, y) => {
    const isInk =
      y % lineHeight < lineHeight / 2 &&
      (strokes[(Math.floor(y / lineHeight) % 64) * 64 + (Math.floor(x / strokeWidth) % 64)] ??
        false);
    return isInk ? [30, 30, 34] : [250, 250, 248];
  };
}

/** Flat panels with rows of text and an icon or two on a pale ground: an app's screen. */
function paintScreen(random: Random, width: number, height: number): PixelOf {
  const ground = 225 + random.nextInt(31);
  const accent = drawColour(random);
  const rows = 4 + random.nextInt(9);
  const rowHeight = Math.max(4, height / rows);
  const bar = random.nextInt(2) * rowHeight;
  const lengths = Array.from({ length: rows }, () => 0.15 + 0.7 * random.nextFloat());
  const hasIcon = Array.from({ length: rows }, () => random.nextInt(2) === 0);
  const margin = 0.04 * width;
  return (x, y) => {
    if (y < bar) return accent;
    const row = Math.min(rows - 1, Math.floor(y / rowHeight));
    const within = (y % rowHeight) / rowHeight;
    if (within < 0.02) return [ground - 30, ground - 30, ground - 30];
    const icon = hasIcon[row] ? rowHeight * 0.6 : 0;
    const isIcon = x > margin && x < margin + icon && within > 0.2 && within < 0.8;
    if (isIcon) return accent;
    const from = margin + icon * 1.2;
    const isText = within > 0.4 && within < 0.58 && x > from && x < (lengths[row] ?? 0) * width;
    // Strokes of letters, with gaps.
    return isText && Math.floor(x / 2) % 3 > 0 ? [60, 62, 68] : [ground, ground, ground];
  };
}
