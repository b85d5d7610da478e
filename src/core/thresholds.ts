import type { Manifest } from './manifest';
import { clampCoverage } from './sets/label-p-values';
import type { Thresholds } from './verdict';

/** The coverage of prediction sets that users start with. */
export const DEFAULT_COVERAGE = 0.9;

/** The lines that a model came with. */
export function ownThresholds({ thresholds, calibration }: Manifest): Thresholds {
  return { ...thresholds, coverage: calibration?.coverage ?? DEFAULT_COVERAGE };
}

/**
 * The lines in force: what a page asks for, else the model's own.
 *
 * @param coverage Goes before the one in `chosen`; one that no set can promise becomes the nearest.
 */
export function drawLines(
  manifest: Manifest,
  chosen: Partial<Thresholds> | null,
  coverage: number | null,
): Thresholds {
  const lines = { ...ownThresholds(manifest), ...chosen };
  return { ...lines, coverage: clampCoverage(coverage ?? lines.coverage) };
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
