import { normalise } from '../bank';

/** A part of the feature vector: where it starts and how many numbers it has. */
export interface FeaturePart {
  start: number;
  length: number;
}

/** Whether a part of the features points anywhere: only then can it be compared. */
export function hasDirection(features: ArrayLike<number>, { start, length }: FeaturePart): boolean {
  let squares = 0;
  for (let i = start; i < start + length; i++) squares += (features[i] ?? NaN) ** 2;
  return squares > 0 && Number.isFinite(squares);
}

/** Photo after photo, one part of the features of each, with length 1. */
export interface Directions {
  rows: Float32Array;
  /** Numbers a photo. */
  length: number;
  count: number;
}

/** @throws RangeError when a photo's part has no direction. */
export function takeDirections(
  photos: readonly ArrayLike<number>[],
  { start, length }: FeaturePart,
): Directions {
  const rows = new Float32Array(photos.length * length);
  photos.forEach((features, photo) => {
    const own = Array.from({ length }, (_, i) => features[start + i] ?? NaN);
    rows.set(normalise(own), photo * length);
  });
  return { rows, length, count: photos.length };
}

/** Cosine of one direction with every row. */
export function measureCosines(direction: Float32Array, { rows, count }: Directions): Float64Array {
  const { length } = direction;
  const cosines = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    const from = row * length;
    let sum = 0;
    for (let i = 0; i < length; i++) sum += (direction[i] ?? 0) * (rows[from + i] ?? 0);
    cosines[row] = sum;
  }
  return cosines;
}

/** Cosines between all rows, n × n. */
export function computeGram(directions: Directions): Float64Array {
  const { rows, length, count } = directions;
  const gram = new Float64Array(count * count);
  for (let a = 0; a < count; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let i = 0; i < length; i++) {
        sum += (rows[a * length + i] ?? 0) * (rows[b * length + i] ?? 0);
      }
      gram[a * count + b] = sum;
      gram[b * count + a] = sum;
    }
  }
  return gram;
}
