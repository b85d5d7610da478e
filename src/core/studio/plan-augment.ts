import { planFit, type Fit, type FitPlan, type Rect, type Size } from '../fit';
import { createRandom, type Random } from '../random';
import { type Corners, type Homography, solveHomography } from './homography';
import type { BatchTransforms, ItemTransform } from './transforms';

/** What is done to one photo on its way to the model's square. The same plan on every device. */
export interface AugmentPlan {
  /** Which part of the upright photo is drawn, and where. */
  fit: FitPlan;
  /** Where each pixel of the square comes from; `null`: nothing moves. */
  moved: Homography | null;
  /** Factor on all values, and on their distance from mid-grey. */
  brightness: number;
  contrast: number;
  /** Standard deviation of a Gaussian blur, in pixels of the square. */
  blurPx: number;
  /** Standard deviation of added noise as a share of the full range, and the seed it is drawn from. */
  noise: { deviation: number; seed: number };
}

interface AugmentSettings {
  item: ItemTransform;
  batch: BatchTransforms;
}

/** Aspect ratios of a random crop, in relation to the square's, and how often one is tried. */
const MAX_RATIO = 4 / 3;
const MAX_TRIES = 10;

/**
 * Plans how a photo is looked at when nothing is left to chance: when judging, and for the first
 * copy of each photo that is learnt from.
 */
export function planPlain(photo: Size, target: Size, { method }: ItemTransform): AugmentPlan {
  return {
    fit: planFit(photo, target, fitOf(method)),
    moved: null,
    brightness: 1,
    contrast: 1,
    blurPx: 0,
    noise: { deviation: 0, seed: 0 },
  };
}

/** The fit of the finished model: a random crop is a centred one when judging. */
export function fitOf(method: ItemTransform['method']): Fit {
  return method === 'random-resized-crop' ? 'crop' : method;
}

/**
 * Plans a random view of a photo.
 *
 * @param photo Its upright size in pixels.
 * @param target The model's size.
 * @param seed `seedOf(…)` of the photo and the copy: the same seed is the same view.
 */
export function planAugment(
  photo: Size,
  target: Size,
  { item, batch }: AugmentSettings,
  seed: number,
): AugmentPlan {
  const random = createRandom(seed);
  const fit =
    item.method === 'random-resized-crop'
      ? planRandomCrop(photo, target, item.minScale, random)
      : planFit(photo, target, fitOf(item.method));
  return {
    fit,
    moved: planMove(target, batch, random),
    brightness: 1 + between(-batch.brightness, batch.brightness, random),
    contrast: 1 + between(-batch.contrast, batch.contrast, random),
    blurPx: between(0, batch.blurPx, random),
    noise: { deviation: between(0, batch.noise, random), seed: random.nextInt(2 ** 31) },
  };
}

/**
 * A seed for one copy of one photo in one run.
 *
 * @param id Of the photo.
 * @param copy 1 for the first changed copy.
 * @returns A 32-bit whole number (FNV-1a).
 */
export function seedOf(seed: number, id: string, copy: number): number {
  let hash = 0x811c9dc5;
  for (const letter of `${seed}/${copy}/${id}`) {
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash;
}

/** Inception's crop (Szegedy et al. 2015): another area and another aspect ratio each time. */
function planRandomCrop(photo: Size, target: Size, minScale: number, random: Random): FitPlan {
  const whole: Rect = { x: 0, y: 0, ...sizeOf(target) };
  const shape = target.width / target.height;
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const area = photo.width * photo.height * between(minScale, 1, random);
    const ratio = shape * MAX_RATIO ** between(-1, 1, random);
    const [width, height] = [Math.sqrt(area * ratio), Math.sqrt(area / ratio)];
    const [right, down] = [random.nextFloat(), random.nextFloat()];
    if (width > photo.width || height > photo.height) continue;
    const x = right * (photo.width - width);
    const y = down * (photo.height - height);
    return { source: { x, y, width, height }, target: whole };
  }
  return planFit(photo, target, 'crop');
}

/** Mirrored, turned, enlarged and seen from aside, all in one move. */
function planMove(
  { width, height }: Size,
  { flipHorizontal, flipVertical, rotateDegrees, zoom, warp }: BatchTransforms,
  random: Random,
): Homography | null {
  const mirrorX = flipHorizontal && random.nextFloat() < 0.5 ? -1 : 1;
  const mirrorY = flipVertical && random.nextFloat() < 0.5 ? -1 : 1;
  const angle = (between(-rotateDegrees, rotateDegrees, random) * Math.PI) / 180;
  const scale = 1 / (1 + between(0, zoom, random));
  const [cos, sin] = [Math.cos(angle) * scale, Math.sin(angle) * scale];
  const [halfWidth, halfHeight] = [width / 2, height / 2];
  const corners: Corners = [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ];
  const sources = corners.map(([cornerX, cornerY]): [number, number] => {
    const x = (cornerX - halfWidth) * mirrorX;
    const y = (cornerY - halfHeight) * mirrorY;
    return [
      halfWidth + cos * x - sin * y + width * between(-warp, warp, random) * scale,
      halfHeight + sin * x + cos * y + height * between(-warp, warp, random) * scale,
    ];
  });
  const isStill = corners.every(
    ([x, y], i) => Math.hypot(x - (sources[i]?.[0] ?? 0), y - (sources[i]?.[1] ?? 0)) < 1e-9,
  );
  return isStill ? null : solveHomography(corners, sources as unknown as Corners);
}

function between(low: number, high: number, random: Random): number {
  return low + (high - low) * random.nextFloat();
}

function sizeOf({ width, height }: Size): Size {
  return { width, height };
}
