import { findDuplicateSimilarity, groupNearDuplicates } from '../core/near-duplicates';
import type { JudgedFile } from './judge-files';

/** Comparing each photo with each other takes minutes beyond this. */
const MOST_COMPARED = 1500;
/** As alike as a photo and its own row in the bank are, a re-encoded copy included. */
const SAME_AS_REFERENCE = 0.99;

/** How many photos are the same file as one before them. */
export function countCopies(photos: readonly JudgedFile[]): number {
  return photos.length - new Set(photos.map(({ hash }) => hash)).size;
}

/** How many photos look nearly the same as one before them; `null`: too many, or no features. */
export function countAlike(photos: readonly JudgedFile[]): number | null {
  const features = photos.flatMap((photo) => photo.features ?? []);
  const usable = features.every((row) => row.some((value) => value !== 0));
  if (features.length < photos.length || photos.length > MOST_COMPARED || !usable) return null;
  const hashes = photos.map(({ hash }) => hash);
  const groups = groupNearDuplicates({ hashes, features }, findDuplicateSimilarity(features));
  return photos.length - new Set(groups).size;
}

/** How many photos are nearly the same as a reference photo; `null` for a model without any. */
export function countLikeReferences(photos: readonly JudgedFile[]): number | null {
  const nearest = photos.map(({ evidence }) => evidence.familiarity?.nearest[0]?.similarity);
  if (nearest.every((similarity) => similarity === undefined)) return null;
  return nearest.filter((similarity) => (similarity ?? 0) >= SAME_AS_REFERENCE).length;
}
