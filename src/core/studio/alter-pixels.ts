import type { ModelImage } from '../model-image';
import { createRandom } from '../random';
import type { Homography } from './homography';
import type { AugmentPlan } from './plan-augment';

const MID_GREY = 127.5;
/** A Gaussian is as good as nothing this many deviations away. */
const BLUR_REACH = 3;

/**
 * Does to a picture at the model's size what the plan says beyond its fit: moves, light, blur, noise,
 * in this order. Plain arrays, so that a browser and Node make the same picture of the same pixels.
 *
 * @param image Not changed.
 */
export function alterPixels(image: ModelImage, plan: AugmentPlan): ModelImage {
  let altered = plan.moved ? movePixels(image, plan.moved) : copyImage(image);
  if (plan.brightness !== 1 || plan.contrast !== 1) relight(altered, plan);
  if (plan.blurPx > 0) altered = blur(altered, plan.blurPx);
  if (plan.noise.deviation > 0) addNoise(altered, plan.noise);
  return altered;
}

function copyImage({ width, height, data }: ModelImage): ModelImage {
  return { width, height, data: new Uint8ClampedArray(data) };
}

/** Bilinear; what comes into sight from outside is mirrored at the edge. */
function movePixels({ width, height, data }: ModelImage, map: Homography): ModelImage {
  const moved = new Uint8ClampedArray(data.length);
  const [a = 1, b = 0, c = 0, d = 0, e = 1, f = 0, g = 0, h = 0, i = 1] = map;
  let to = 0;
  for (let y = 0.5; y < height; y++) {
    for (let x = 0.5; x < width; x++) {
      const w = g * x + h * y + i;
      // Positions are of pixel centres.
      const fromX = (a * x + b * y + c) / w - 0.5;
      const fromY = (d * x + e * y + f) / w - 0.5;
      const left = Math.floor(fromX);
      const top = Math.floor(fromY);
      const right = fromX - left;
      const down = fromY - top;
      const x0 = mirror(left, width);
      const x1 = mirror(left + 1, width);
      const y0 = mirror(top, height) * width;
      const y1 = mirror(top + 1, height) * width;
      const [p00, p10, p01, p11] = [4 * (y0 + x0), 4 * (y0 + x1), 4 * (y1 + x0), 4 * (y1 + x1)];
      for (let channel = 0; channel < 3; channel++) {
        const upper = (data[p00 + channel] ?? 0) * (1 - right) + (data[p10 + channel] ?? 0) * right;
        const lower = (data[p01 + channel] ?? 0) * (1 - right) + (data[p11 + channel] ?? 0) * right;
        moved[to + channel] = upper * (1 - down) + lower * down;
      }
      moved[to + 3] = 255;
      to += 4;
    }
  }
  return { width, height, data: moved };
}

/** The place inside the picture that an outside place mirrors: … 1 0 | 0 1 2 … */
function mirror(at: number, length: number): number {
  if (at >= 0 && at < length) return at;
  if (!Number.isFinite(at)) return 0;
  const period = 2 * length;
  const within = ((at % period) + period) % period;
  return within < length ? within : period - 1 - within;
}

function relight({ data }: ModelImage, { brightness, contrast }: AugmentPlan): void {
  const table = Uint8ClampedArray.from(
    { length: 256 },
    (_, value) => (value * brightness - MID_GREY) * contrast + MID_GREY,
  );
  for (let at = 0; at < data.length; at += 4) {
    for (let channel = at; channel < at + 3; channel++) {
      data[channel] = table[data[channel] ?? 0] ?? 0;
    }
  }
}

/** Along rows, then along columns: a Gaussian in two dimensions is one in each. */
function blur(image: ModelImage, deviation: number): ModelImage {
  const weights = gaussian(deviation);
  const { width, height } = image;
  const across = blurLines(image.data, weights, {
    lines: height,
    length: width,
    step: 4,
    next: 4 * width,
  });
  const data = blurLines(across, weights, {
    lines: width,
    length: height,
    step: 4 * width,
    next: 4,
  });
  return { width, height, data: Uint8ClampedArray.from(data) };
}

/** Half of the curve, from its middle; the whole curve sums to 1. */
function gaussian(deviation: number): number[] {
  const reach = Math.ceil(BLUR_REACH * deviation);
  const half = Array.from({ length: reach + 1 }, (_, i) =>
    Math.exp(-(i * i) / (2 * deviation ** 2)),
  );
  const total = half.reduce((sum, weight, i) => sum + (i === 0 ? weight : 2 * weight), 0);
  return half.map((weight) => weight / total);
}

function blurLines(
  data: ArrayLike<number>,
  weights: readonly number[],
  { lines, length, step, next }: { lines: number; length: number; step: number; next: number },
): Float32Array {
  const blurred = new Float32Array(data.length).fill(255);
  for (let line = 0; line < lines; line++) {
    for (let place = 0; place < length; place++) {
      for (let channel = 0; channel < 3; channel++) {
        const start = line * next + channel;
        let sum = (data[start + place * step] ?? 0) * (weights[0] ?? 0);
        for (let away = 1; away < weights.length; away++) {
          const before = data[start + mirror(place - away, length) * step] ?? 0;
          const after = data[start + mirror(place + away, length) * step] ?? 0;
          sum += (before + after) * (weights[away] ?? 0);
        }
        blurred[start + place * step] = sum;
      }
    }
  }
  return blurred;
}

/** Normally distributed (Box & Muller 1958), each channel by itself. */
function addNoise({ data }: ModelImage, { deviation, seed }: AugmentPlan['noise']): void {
  const random = createRandom(seed);
  for (let at = 0; at < data.length; at += 4) {
    for (let channel = at; channel < at + 3; channel++) {
      const radius = Math.sqrt(-2 * Math.log(1 - random.nextFloat()));
      const turn = Math.cos(2 * Math.PI * random.nextFloat());
      data[channel] = (data[channel] ?? 0) + 255 * deviation * radius * turn;
    }
  }
}
