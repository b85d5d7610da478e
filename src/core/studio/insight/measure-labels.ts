import type { Interval } from '../../manifest';
import { wilsonInterval } from '../../metrics';

/** How well one label is told. */
export interface LabelFigures {
  /** Photos that have it. */
  photos: number;
  /** Photos that the model gives it. */
  said: number;
  right: number;
  /** Of the photos said to be it, the share that is. `null`: it was never said. */
  precision: Interval | null;
  /** Of the photos that are it, the share found. `null`: there are none. */
  recall: Interval | null;
}

/**
 * Precision and recall of each label, with 95 % Wilson intervals.
 *
 * @param confusion Rows: truth; columns: answer.
 */
export function measureLabels(confusion: readonly (readonly number[])[]): LabelFigures[] {
  return confusion.map((row, label) => {
    const photos = row.reduce((sum, count) => sum + count, 0);
    const said = confusion.reduce((sum, other) => sum + (other[label] ?? 0), 0);
    const right = row[label] ?? 0;
    return {
      photos,
      said,
      right,
      precision: said === 0 ? null : wilsonInterval(right, said),
      recall: photos === 0 ? null : wilsonInterval(right, photos),
    };
  });
}
