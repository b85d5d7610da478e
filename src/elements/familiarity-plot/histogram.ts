/** One bar: [from, to) in distance, and how many photos. */
interface Bin {
  from: number;
  to: number;
  count: number;
}

/** Where things lie on a plot of distances. */
interface DistancePlot {
  bins: Bin[];
  /** Ends of the axis. */
  low: number;
  high: number;
  /** Photos from this distance on are out of domain; `null` when none can be. */
  warnFrom: number | null;
}

const BINS = 28;

/**
 * Lays out held-out distances (ascending) and one photo's distance on one axis.
 *
 * @param falseAlarmRate in [0, 1).
 */
export function planDistancePlot(
  heldOut: readonly number[],
  distance: number,
  falseAlarmRate: number,
): DistancePlot {
  const low = Math.min(heldOut[0] ?? 0, distance);
  const end = Math.max(heldOut.at(-1) ?? 1, distance);
  const high = end + (end - low || 1) * 0.06;
  const width = (high - low) / BINS;
  const bins = Array.from({ length: BINS }, (_, i) => ({
    from: low + i * width,
    to: low + (i + 1) * width,
    count: 0,
  }));
  for (const one of heldOut) {
    const bin = bins[Math.min(BINS - 1, Math.max(0, Math.floor((one - low) / width)))];
    if (bin) bin.count += 1;
  }
  return { bins, low, high, warnFrom: findWarningDistance(heldOut, falseAlarmRate) };
}

/**
 * The distance beyond which the p-value (1 + #{held-out ≥ d}) / (n + 1) is at most the false-alarm
 * rate; `null` when there are too few held-out photos to ever get that low.
 */
export function findWarningDistance(heldOut: readonly number[], rate: number): number | null {
  const n = heldOut.length;
  // The tiny addition keeps 0.05 × 20 from falling just below 1.
  const allowed = Math.floor(rate * (n + 1) - 1 + 1e-9);
  if (allowed < 0) return null;
  return heldOut[n - allowed - 1] ?? heldOut[0] ?? null;
}

/** The value below which a share of the ascending values lies. */
export function quantileOf(ascending: readonly number[], share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))] ?? 0;
}
