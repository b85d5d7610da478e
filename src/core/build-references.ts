import { encodeBank, openBank } from './bank';
import { ClassifierError } from './errors';
import { findDuplicateSimilarity, groupNearDuplicates } from './near-duplicates';
import { distanceWithoutOwnGroup, pickReferences } from './reference-photos';

/** A photo for the reference bank. */
export interface ReferencePhoto {
  features: ArrayLike<number>;
  label: number;
  /** Fingerprint of its file: equal ones are the same photo. */
  hash: string;
}

/** A reference bank and what is known of it. */
export interface References {
  /** int8 rows. */
  bytes: Int8Array;
  labels: number[];
  /** Numbers a photo. */
  length: number;
  /** The neighbour that counts. */
  k: number;
  /** Distances of the photos, each without itself and its near-duplicates, ascending. */
  heldOutDistances: number[];
  /** How many photos are nearly the same as another one. */
  duplicates: number;
}

/** As the manifest's schema has it: fewer distances make no rate that is worth setting. */
export const MIN_REFERENCE_PHOTOS = 5;
/** More photos cost memory and time on every photo and hardly change the answer. */
const MAX_REFERENCE_PHOTOS = 600;
/** Cosine distance that is rounding of int8, not a difference. */
const NO_DISTANCE = 1e-5;
const MAX_K = 5;
const SEED = 1;

/**
 * Builds a reference bank from a few photos. Each one is measured against the others (leave one
 * out, and its near-duplicates with it): what a new photo of the kind would get, a little too far
 * if anything, as it is measured against fewer photos than a new one will be.
 *
 * @param photos Their features are finite and have a direction.
 * @throws ClassifierError `photos-too-few`, or `photos-alike` when all features point the same way.
 */
export function buildReferences(photos: readonly ReferencePhoto[]): References {
  if (photos.length < MIN_REFERENCE_PHOTOS) {
    throw new ClassifierError('photos-too-few', `${photos.length} photos for a reference bank`);
  }
  const features = photos.map((photo) => photo.features);
  const groups = groupNearDuplicates(
    { hashes: photos.map(({ hash }) => hash), features },
    findDuplicateSimilarity(features),
  );
  const banked = pickReferences(
    photos.map(({ label }) => label),
    MAX_REFERENCE_PHOTOS,
    SEED,
  );
  const labels = banked.map((i) => photos[i]?.label ?? -1);
  const bytes = encodeBank(banked.map((i) => features[i] ?? []));
  const length = features[0]?.length ?? 0;
  const bank = openBank(bytes, length, labels);
  const bankGroups = banked.map((i) => groups[i] ?? -1);
  const k = chooseK(labels);
  const distances = features.map((row, i) =>
    distanceWithoutOwnGroup(row, groups[i] ?? -1, bank, bankGroups, k),
  );
  const heldOutDistances = distances
    .filter((distance) => distance !== null)
    .map((distance) => Number(distance.toFixed(5)))
    .sort((a, b) => a - b);
  if (!((heldOutDistances.at(-1) ?? 0) > NO_DISTANCE)) throw new ClassifierError('photos-alike');
  if (heldOutDistances.length < MIN_REFERENCE_PHOTOS) {
    throw new ClassifierError('photos-too-few', `${heldOutDistances.length} different photos`);
  }
  return {
    bytes,
    labels,
    length,
    k,
    heldOutDistances,
    duplicates: photos.length - new Set(groups).size,
  };
}

/**
 * Which neighbour counts: the fifth, as measured for banks of 20 and more a label; of fewer photos,
 * half of what a label usually has, so that the neighbour can still be of the photo's own kind when
 * the photo itself is left out.
 */
function chooseK(labels: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const ascending = [...counts.values()].sort((a, b) => a - b);
  const usual = ascending[Math.floor(ascending.length / 2)] ?? 1;
  return Math.min(MAX_K, Math.max(1, Math.floor(usual / 2)));
}
