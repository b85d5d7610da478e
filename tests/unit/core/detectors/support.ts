import { computeGram, measureCosines, takeDirections } from '../../../../src/core/detectors/parts';
import type { DetectorPhoto } from '../../../../src/core/detectors/photo-table';
import type { ReferenceSet } from '../../../../src/core/detectors/score';
import { createRandom } from '../../../../src/core/random';

/** References as a score gets them. */
export function referencesOf(rows: readonly number[][], labels: readonly number[]): ReferenceSet {
  const length = rows[0]?.length ?? 0;
  return { labels, gram: computeGram(takeDirections(rows, { start: 0, length })), length };
}

/** Cosines of a photo with rows. */
export function cosinesOf(photo: readonly number[], rows: readonly number[][]): Float64Array {
  const part = { start: 0, length: photo.length };
  return measureCosines(takeDirections([photo], part).rows, takeDirections(rows, part));
}

/** Photos around one direction a label; `labels` of them in a space of 8. */
export function drawPhotos(perLabel: number, labels: number, seed: number): DetectorPhoto[] {
  const random = createRandom(seed);
  return Array.from({ length: perLabel * labels }, (_, i) => {
    const label = i % labels;
    return {
      label,
      group: i,
      logits: Array.from(
        { length: labels },
        (_unused, at) => (at === label ? 4 : 0) + random.nextFloat(),
      ),
      features: Array.from(
        { length: 8 },
        (_unused, at) => (at === label ? 2 : 0) + random.nextFloat(),
      ),
    };
  });
}
