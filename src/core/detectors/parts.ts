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
    const own = new Float64Array(length);
    for (let i = 0; i < length; i++) own[i] = features[start + i] ?? NaN;
    rows.set(normalise(own), photo * length);
  });
  return { rows, length, count: photos.length };
}

/** Cosine of one direction with every row. */
export function measureCosines(direction: Float32Array, { rows, count }: Directions): Float64Array {
  const cosines = new Float64Array(count);
  multiplyRows(rows, direction, cosines);
  return cosines;
}

/** Cosines between all rows, n × n. */
export function computeGram(directions: Directions): Float64Array {
  const { rows, length, count } = directions;
  const gram = new Float64Array(count * count);
  for (let a = 0; a < count; a++) {
    const row = gram.subarray(a * count, a * count + a + 1);
    multiplyRows(rows, rows.subarray(a * length, (a + 1) * length), row);
    for (let b = 0; b < a; b++) gram[b * count + a] = row[b] ?? 0;
  }
  return gram;
}

/**
 * Products of a direction with the first rows, as many as there are places for. Four rows at a time,
 * so that four sums are under way at once; each is added up in the order of the features, so that the
 * same photos give the same bits whatever stands beside them.
 */
function multiplyRows(rows: Float32Array, direction: Float32Array, into: Float64Array): void {
  const { length } = direction;
  let row = 0;
  for (; row + 4 <= into.length; row += 4) {
    const [a, b] = [row * length, (row + 1) * length];
    const [c, d] = [(row + 2) * length, (row + 3) * length];
    let [first, second, third, fourth] = [0, 0, 0, 0];
    for (let i = 0; i < length; i++) {
      const value = direction[i] ?? 0;
      first += value * (rows[a + i] ?? 0);
      second += value * (rows[b + i] ?? 0);
      third += value * (rows[c + i] ?? 0);
      fourth += value * (rows[d + i] ?? 0);
    }
    into[row] = first;
    into[row + 1] = second;
    into[row + 2] = third;
    into[row + 3] = fourth;
  }
  for (; row < into.length; row++) {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += (direction[i] ?? 0) * (rows[row * length + i] ?? 0);
    into[row] = sum;
  }
}
