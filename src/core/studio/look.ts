/**
 * What a photo looks like, in few bytes: enough to find photos that are nearly the same (another
 * size, another compression, a slight crop, the next shot of a burst) without any network.
 */
export interface Look {
  /** Two 32-bit halves of a perceptual hash. */
  hash: readonly [number, number];
  /** Brightness of 16 × 16 places, less its mean, scaled to unit length. */
  grey: Float32Array;
  /** Mean colour difference (Cb, Cr) of 4 × 4 places, in -1 … 1. */
  chroma: Float32Array;
}

/** The photo is squished to a square of so many pixels a side before it is described. */
export const LOOK_SIDE = 32;
const GREY_SIDE = 16;
const CHROMA_SIDE = 4;
/** Low frequencies of the transform that the hash keeps, in either direction. */
const HASH_SIDE = 8;
const LOOK_BYTES = 8 + GREY_SIDE * GREY_SIDE * 2 + CHROMA_SIDE * CHROMA_SIDE * 2;

/**
 * Describes a photo.
 *
 * @param rgba Pixels of the photo squished to `LOOK_SIDE` squared.
 * @returns Bytes to keep; `readLook` reads them.
 */
export function describeLook(rgba: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const grey = new Float32Array(LOOK_SIDE * LOOK_SIDE);
  const blue = new Float32Array(grey.length);
  const red = new Float32Array(grey.length);
  for (let i = 0; i < grey.length; i++) {
    const [r = 0, g = 0, b = 0] = [rgba[4 * i], rgba[4 * i + 1], rgba[4 * i + 2]];
    // ITU-R BT.601, as JPEG has it.
    grey[i] = 0.299 * r + 0.587 * g + 0.114 * b;
    blue[i] = 0.564 * (b - (grey[i] ?? 0));
    red[i] = 0.713 * (r - (grey[i] ?? 0));
  }
  const bytes = new Uint8Array(LOOK_BYTES);
  const view = new DataView(bytes.buffer);
  const hash = hashGrey(grey);
  view.setUint32(0, hash[0]);
  view.setUint32(4, hash[1]);
  let at = 8;
  for (const value of toUnit(shrink(grey, GREY_SIDE))) {
    view.setInt16(at, Math.round(value * 32767));
    at += 2;
  }
  for (const plane of [blue, red]) {
    for (const value of shrink(plane, CHROMA_SIDE)) view.setInt8(at++, Math.round(value));
  }
  return bytes;
}

/** @returns `null` for bytes that are no look. */
export function readLook(bytes: Uint8Array): Look | null {
  if (bytes.byteLength !== LOOK_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const grey = new Float32Array(GREY_SIDE * GREY_SIDE);
  for (let i = 0; i < grey.length; i++) grey[i] = view.getInt16(8 + 2 * i) / 32767;
  const chroma = new Float32Array(CHROMA_SIDE * CHROMA_SIDE * 2);
  const start = 8 + 2 * grey.length;
  for (let i = 0; i < chroma.length; i++) chroma[i] = view.getInt8(start + i) / 127;
  return { hash: [view.getUint32(0), view.getUint32(4)], grey, chroma };
}

/**
 * Perceptual hash: the signs, against their median, of the lowest frequencies of the cosine
 * transform (C. Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010,
 * section 3.2).
 */
function hashGrey(grey: Float32Array): readonly [number, number] {
  const low = lowFrequencies(grey);
  // The first is the mean brightness, which says nothing about what is in the photo.
  const sorted = [...low.subarray(1)].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  let high = 0;
  let rest = 0;
  low.forEach((value, i) => {
    if (value <= median) return;
    if (i < 32) high |= 1 << i;
    else rest |= 1 << (i - 32);
  });
  return [high >>> 0, rest >>> 0];
}

/** The 8 × 8 lowest coefficients of the two-dimensional DCT-II. */
function lowFrequencies(grey: Float32Array): Float32Array {
  const rows = new Float32Array(LOOK_SIDE * HASH_SIDE);
  for (let y = 0; y < LOOK_SIDE; y++) {
    for (let u = 0; u < HASH_SIDE; u++) {
      let sum = 0;
      for (let x = 0; x < LOOK_SIDE; x++) sum += (grey[y * LOOK_SIDE + x] ?? 0) * cosine(u, x);
      rows[y * HASH_SIDE + u] = sum;
    }
  }
  const low = new Float32Array(HASH_SIDE * HASH_SIDE);
  for (let v = 0; v < HASH_SIDE; v++) {
    for (let u = 0; u < HASH_SIDE; u++) {
      let sum = 0;
      for (let y = 0; y < LOOK_SIDE; y++) sum += (rows[y * HASH_SIDE + u] ?? 0) * cosine(v, y);
      low[v * HASH_SIDE + u] = sum;
    }
  }
  return low;
}

const cosines = Float32Array.from({ length: HASH_SIDE * LOOK_SIDE }, (_, i) => {
  const [u, x] = [Math.floor(i / LOOK_SIDE), i % LOOK_SIDE];
  return Math.cos(((2 * x + 1) * u * Math.PI) / (2 * LOOK_SIDE));
});

function cosine(u: number, x: number): number {
  return cosines[u * LOOK_SIDE + x] ?? 0;
}

/** Averages a plane down to `side` squared. */
function shrink(plane: Float32Array, side: number): Float32Array {
  const small = new Float32Array(side * side);
  const step = LOOK_SIDE / side;
  plane.forEach((value, i) => {
    const [x, y] = [i % LOOK_SIDE, Math.floor(i / LOOK_SIDE)];
    const at = Math.floor(y / step) * side + Math.floor(x / step);
    small[at] = (small[at] ?? 0) + value / (step * step);
  });
  return small;
}

/** Less its mean, at unit length; zeros where it is one flat tone. */
function toUnit(values: Float32Array): Float32Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const centred = values.map((value) => value - mean);
  const length = Math.sqrt(centred.reduce((sum, value) => sum + value * value, 0));
  // Less than half a grey level: nothing but noise.
  return length < 0.5 * Math.sqrt(values.length)
    ? new Float32Array(values.length)
    : centred.map((value) => value / length);
}
