/** The largest magnitude of an int8 value that has a twin of the other sign. */
const INT8_MAX = 127;

/**
 * Pooled features of in-domain photos, for nearest-neighbour search. Each row is stored as int8 with
 * its own scale, chosen so that its largest value becomes ±127; only directions matter, so the scale
 * itself is not stored.
 */
export interface ReferenceBank {
  /** int8 rows [photos × length]. */
  rows: Int8Array;
  /** Numbers a row. */
  length: number;
  /** 1 / Euclidean norm of each int8 row. */
  inverseNorms: Float32Array;
  /** Label index of each row. */
  labels: readonly number[];
}

/**
 * Rounds feature rows to int8.
 *
 * @param features Rows of equal length, any scale.
 * @returns [rows × length], row by row.
 */
export function encodeBank(features: readonly ArrayLike<number>[]): Int8Array<ArrayBuffer> {
  const length = features[0]?.length ?? 0;
  const rows = new Int8Array(features.length * length);
  features.forEach((row, at) => {
    let largest = 0;
    for (let i = 0; i < length; i++) largest = Math.max(largest, Math.abs(row[i] ?? 0));
    const scale = largest > 0 ? INT8_MAX / largest : 0;
    for (let i = 0; i < length; i++) rows[at * length + i] = Math.round((row[i] ?? 0) * scale);
  });
  return rows;
}

/**
 * Prepares int8 rows for search.
 *
 * @throws RangeError when the rows and labels do not fit together.
 */
export function openBank(
  rows: Int8Array,
  length: number,
  labels: readonly number[],
): ReferenceBank {
  if (rows.length !== labels.length * length) {
    throw new RangeError(`${rows.length} numbers are not ${labels.length} rows of ${length}`);
  }
  const inverseNorms = Float32Array.from(labels, (_, at) => {
    let squares = 0;
    for (let i = at * length; i < (at + 1) * length; i++) squares += (rows[i] ?? 0) ** 2;
    return squares > 0 ? 1 / Math.sqrt(squares) : 0;
  });
  return { rows, length, inverseNorms, labels };
}
