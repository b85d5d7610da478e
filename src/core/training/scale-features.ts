/** A part of the feature vector that comes from one place in the network. */
export interface FeatureTap {
  start: number;
  length: number;
}

/**
 * Factors that bring features to a mean square of 1 a tap: kinder to the optimiser, and the same
 * learning rates suit networks with small and with large numbers. All taps weigh alike.
 */
export function scaleFeatures(
  rows: readonly Float32Array[],
  taps: readonly FeatureTap[],
): Float32Array<ArrayBuffer> {
  const scale = new Float32Array(rows[0]?.length ?? 0);
  for (const { start, length } of taps) {
    let squares = 0;
    for (const row of rows) {
      for (let i = start; i < start + length; i++) squares += (row[i] ?? 0) ** 2;
    }
    const size = Math.sqrt(squares / (rows.length * length));
    scale.fill(size > 0 ? 1 / size : 0, start, start + length);
  }
  return scale;
}
