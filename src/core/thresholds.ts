import type { Manifest } from './manifest';
import type { Thresholds } from './verdict';

/** The coverage of prediction sets that users start with. */
export const DEFAULT_COVERAGE = 0.9;

/** The lines that a model came with. */
export function ownThresholds({ thresholds, calibration }: Manifest): Thresholds {
  return { ...thresholds, coverage: calibration?.coverage ?? DEFAULT_COVERAGE };
}

/**
 * Whether a model can call a photo out of domain at all: by its detector, or because no label fits.
 * With RAPS the top label always fits best, so such sets are never empty.
 */
export function canWarn({
  detector,
  calibration,
}: Pick<Manifest, 'detector' | 'calibration'>): boolean {
  return detector !== null || calibration?.sets?.score.kind === 'lac';
}
