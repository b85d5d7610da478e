import type { Calibration } from '../manifest';
import { MAX_COVERAGE } from './label-p-values';

/**
 * The highest coverage, in whole hundredths, at which a model's sets still tell labels apart. With n
 * held-out photos every label is in the set above n / (n + 1).
 *
 * @returns At most 0.99; `null` when the model has no sets.
 */
export function findHighestCoverage(
  calibration: Pick<Calibration, 'sets' | 'setThreshold' | 'coverage'> | null,
): number | null {
  if (!calibration) return null;
  const { sets, setThreshold, coverage } = calibration;
  // An earlier manifest has one threshold: above its coverage nothing is known.
  if (!sets) return setThreshold === undefined ? null : coverage;
  const fewest = Math.min(...sets.heldOutScores.map(({ length }) => length));
  return Math.min(MAX_COVERAGE, Math.floor((100 * fewest) / (fewest + 1)) / 100);
}
