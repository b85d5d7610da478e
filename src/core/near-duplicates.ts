import { type Directions, measureCosines, takeDirections } from './detectors/parts';

/** What must be known of photos to find those that are nearly the same. */
interface Comparable {
  /** Fingerprint of each photo's file; equal ones are the same photo. */
  hashes: readonly string[];
  /** Features of each photo, all of one length and none without a direction. */
  features: readonly ArrayLike<number>[];
}

/**
 * Groups photos that are nearly the same: the same file, or features that point the same way. Such
 * photos must not lie on both sides of a split.
 *
 * @param minSimilarity Cosine from which two photos count as nearly the same.
 * @returns The group of each photo.
 */
export function groupNearDuplicates(
  { hashes, features }: Comparable,
  minSimilarity: number,
): number[] {
  return joinAlike(hashes, compareWithEarlier(features), minSimilarity);
}

/**
 * A similarity from which photos count as nearly the same, for features that nobody has looked at:
 * a tenth of the usual distance between a photo and the one most like it. How large cosines are
 * differs so much from network to network that no fixed number would do.
 *
 * @returns In [0, 1]; 1 for fewer than two photos.
 */
export function findDuplicateSimilarity(features: readonly ArrayLike<number>[]): number {
  return findLimit(compareWithEarlier(features));
}

/** Photos compared between two pauses: some milliseconds of work. */
const PHOTOS_A_PAUSE = 32;

/**
 * Groups photos that are nearly the same, by the similarity that `findDuplicateSimilarity` finds; all
 * are compared once for both.
 *
 * @param pause Gives the thread back, and throws when the work is no longer wanted.
 * @returns The group of each photo.
 */
export async function groupLookalikes(
  { hashes, features }: Comparable,
  pause: () => Promise<void>,
): Promise<number[]> {
  const rows: Float64Array[] = [];
  for (const cosines of compareWithEarlier(features)) {
    rows.push(cosines);
    if (rows.length % PHOTOS_A_PAUSE === 0) await pause();
  }
  return joinAlike(hashes, rows, findLimit(rows));
}

/** Photo after photo, its cosines with all before it. */
function* compareWithEarlier(features: readonly ArrayLike<number>[]): Generator<Float64Array> {
  const directions = takeDirections(features, { start: 0, length: features[0]?.length ?? 0 });
  for (let i = 0; i < features.length; i++) {
    yield measureCosines(takeRow(directions, i), { ...directions, count: i });
  }
}

function takeRow({ rows, length }: Directions, i: number): Float32Array {
  return rows.subarray(i * length, (i + 1) * length);
}

function joinAlike(
  hashes: readonly string[],
  rows: Iterable<Float64Array>,
  minSimilarity: number,
): number[] {
  const parents = hashes.map((_, i) => i);
  const rootOf = (i: number): number => {
    const parent = parents[i] ?? i;
    return parent === i ? i : rootOf(parent);
  };
  let i = 0;
  for (const cosines of rows) {
    for (let j = 0; j < i; j++) {
      const isSame = hashes[i] === hashes[j];
      if (isSame || (cosines[j] ?? NaN) >= minSimilarity) parents[rootOf(i)] = rootOf(j);
    }
    i++;
  }
  return parents.map((_, photo) => rootOf(photo));
}

const DUPLICATE_SHARE = 0.1;

function findLimit(rows: Iterable<Float64Array>): number {
  const nearest: number[] = [];
  for (const cosines of rows) {
    let most = -1;
    cosines.forEach((cosine, j) => {
      most = Math.max(most, cosine);
      nearest[j] = Math.max(nearest[j] ?? -1, cosine);
    });
    nearest.push(most);
  }
  if (nearest.length < 2) return 1;
  nearest.sort((a, b) => a - b);
  const usual = nearest[Math.floor(nearest.length / 2)] ?? 1;
  return Math.max(0, 1 - (1 - usual) * DUPLICATE_SHARE);
}
