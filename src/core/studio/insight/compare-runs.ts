import { bootstrapInterval } from '../../calibrate/bootstrap';
import type { Interval } from '../../manifest';
import { wilsonInterval } from '../../metrics';

/** One photo that both runs judged. */
interface SharedPhoto {
  id: string;
  wasRight: boolean;
  isRight: boolean;
}

/** How a run did against an earlier one, on the photos that both judged. */
export interface RunComparison {
  photos: number;
  before: Interval;
  after: Interval;
  /** Accuracy after less before, with its 95 % interval: photos are drawn anew in pairs. */
  difference: Interval;
  /**
   * Chance of a difference at least this large if neither run were better (exact McNemar test,
   * two-sided). 1 when no photo moved.
   */
  pValue: number;
  /** Ids of photos that were wrong and are right now, and the other way round. */
  becameRight: string[];
  becameWrong: string[];
}

/** Of the resamples. */
const SEED = 17;

/** @returns `null` when the runs have no photo in common. */
export function compareRuns(photos: readonly SharedPhoto[]): RunComparison | null {
  const count = photos.length;
  if (count === 0) return null;
  const becameRight = photos.filter(({ wasRight, isRight }) => !wasRight && isRight);
  const becameWrong = photos.filter(({ wasRight, isRight }) => wasRight && !isRight);
  const moves = photos.map(({ wasRight, isRight }) => Number(isRight) - Number(wasRight));
  return {
    photos: count,
    before: wilsonInterval(photos.filter(({ wasRight }) => wasRight).length, count),
    after: wilsonInterval(photos.filter(({ isRight }) => isRight).length, count),
    difference: bootstrapInterval(
      count,
      (drawn) => drawn.reduce((sum, i) => sum + (moves[i] ?? 0), 0) / drawn.length,
      { seed: SEED, range: [-1, 1] },
    ),
    pValue: testMcNemar(becameRight.length, becameWrong.length),
    becameRight: becameRight.map(({ id }) => id),
    becameWrong: becameWrong.map(({ id }) => id),
  };
}

/**
 * The exact McNemar test (McNemar 1947; binomial form): were neither run better, each photo that
 * moved would be a toss of a coin.
 *
 * @param gained Photos that became right.
 * @param lost Photos that became wrong.
 * @returns The two-sided p-value, in (0, 1].
 */
export function testMcNemar(gained: number, lost: number): number {
  const moved = gained + lost;
  let logChoose = 0;
  let tail = 0;
  for (let k = 0; k <= Math.min(gained, lost); k++) {
    if (k > 0) logChoose += Math.log(moved - k + 1) - Math.log(k);
    tail += Math.exp(logChoose - moved * Math.LN2);
  }
  return Math.min(1, 2 * tail);
}
