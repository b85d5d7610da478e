import { decideVerdict, type Evidence, type Thresholds } from './verdict';

/** What one photo of something else made a model say, without and with reference photos. */
export interface JudgedTwice {
  before: Evidence;
  after: Evidence;
}

/** How a model treats photos of something else. */
interface StrangerEffect {
  photos: number;
  /** How many got a label without a doubt, which is wrong for every one of them. */
  labelledBefore: number;
  labelledAfter: number;
  /** How many are warned about now. */
  warned: number;
}

/**
 * Counts what reference photos change for photos of something else. Pure and quick: a line that
 * moves re-judges all of them.
 */
export function measureEffect(
  photos: readonly JudgedTwice[],
  before: Thresholds,
  after: Thresholds,
): StrangerEffect {
  const old = photos.map((photo) => decideVerdict(photo.before, before).kind);
  const now = photos.map((photo) => decideVerdict(photo.after, after).kind);
  return {
    photos: photos.length,
    labelledBefore: old.filter((kind) => kind === 'match').length,
    labelledAfter: now.filter((kind) => kind === 'match').length,
    warned: now.filter((kind) => kind === 'out-of-domain').length,
  };
}
