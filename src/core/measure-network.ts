import type { OutputKind } from './contract';
import type { TapSignal } from './network-findings';

/** How far a sum of float32 probabilities may be from one. */
const SUM_TOLERANCE = 1e-3;
/** A difference between two pictures below this, relative to the largest number, is rounding. */
const ROUNDING = 1e-6;
/** A cosine distance below this is rounding too. */
const MIN_SPREAD = 1e-6;

/**
 * Tells what a network's numbers are by its answers to several pictures.
 *
 * @param answers One row a picture, all of one length; finite.
 * @param structure What its last operation says, `null` when that says nothing. It decides only
 *   where numbers alone can't: small logits may all lie in [0, 1] by chance.
 */
export function measureOutput(
  answers: readonly ArrayLike<number>[],
  structure: OutputKind | null,
): OutputKind {
  const rows = answers.map((row) => Array.from(row));
  const inUnitRange = rows.flat().every((value) => value >= 0 && value <= 1 + SUM_TOLERANCE);
  if (rows.every((row) => row.length === 1)) {
    // The softmax of one number is 1 whatever the picture shows.
    return inUnitRange && structure !== 'logits' ? 'sigmoid' : 'sigmoid-logits';
  }
  if (!inUnitRange || structure === 'logits') return 'logits';
  const sumToOne = rows.every(
    (row) => Math.abs(row.reduce((sum, value) => sum + value, 0) - 1) <= SUM_TOLERANCE,
  );
  return sumToOne && structure !== 'sigmoid' ? 'probabilities' : 'sigmoid';
}

/** Whether several numbers of 0 or more add up to 100, whatever the picture. */
export function arePercentages(answers: readonly ArrayLike<number>[]): boolean {
  return answers.every((row) => {
    const values = Array.from(row);
    const sum = values.reduce((total, value) => total + value, 0);
    const isSum = Math.abs(sum - 100) <= 100 * SUM_TOLERANCE;
    return isSum && values.length > 1 && values.every((value) => value >= 0);
  });
}

/**
 * Tests whether features say different things of different pictures.
 *
 * @param rows Features, one row a picture, all of one length.
 */
export function measureSignal(rows: readonly Float32Array[]): TapSignal {
  const length = rows[0]?.length ?? 0;
  const finite = rows.every((row) => row.every(Number.isFinite));
  if (!finite || length === 0) return { finite, varying: 0, spread: 0, carries: false };
  const largest = Math.max(...rows.map((row) => row.reduce((a, b) => Math.max(a, Math.abs(b)), 0)));
  let varying = 0;
  for (let i = 0; i < length; i++) {
    const values = rows.map((row) => row[i] ?? NaN);
    if (Math.max(...values) - Math.min(...values) > ROUNDING * largest) varying += 1;
  }
  const distances = rows.flatMap((row, i) =>
    rows.slice(i + 1).map((other) => distance(row, other)),
  );
  const spread = distances.reduce((sum, value) => sum + value, 0) / Math.max(1, distances.length);
  // One number is no direction: its cosine distances are 0 or 2.
  const carries = varying >= 2 && spread > MIN_SPREAD;
  return { finite, varying: varying / length, spread, carries };
}

/** Cosine distance in [0, 2]; 0 between two rows of zeros, 1 between one of them and another. */
function distance(a: Float32Array, b: Float32Array): number {
  let [dot, aa, bb] = [0, 0, 0];
  a.forEach((value, i) => {
    const other = b[i] ?? NaN;
    dot += value * other;
    aa += value * value;
    bb += other * other;
  });
  if (aa === 0 || bb === 0) return aa === bb ? 0 : 1;
  return Math.max(0, 1 - dot / Math.sqrt(aa * bb));
}
