/** Features of in-domain photos, for comparison with new ones. */
export interface ReferenceBank {
  /** Photo after photo, each of unit length. */
  rows: Float32Array;
  /** Numbers a photo. */
  length: number;
  /** Label index of each photo. */
  labels: readonly number[];
}

const INT8_MAX = 127;

/**
 * Writes features as int8, each photo stretched to the full range: its length carries nothing, only
 * its direction counts.
 *
 * @param rows One a photo, all of the same length.
 */
export function encodeBank(rows: readonly ArrayLike<number>[]): Int8Array {
  const length = rows[0]?.length ?? 0;
  const bytes = new Int8Array(rows.length * length);
  rows.forEach((row, photo) => {
    const values = Array.from(row);
    const largest = values.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    if (!(largest > 0)) throw new RangeError(`row ${photo} has no direction`);
    values.forEach((value, i) => {
      bytes[photo * length + i] = Math.round((value / largest) * INT8_MAX);
    });
  });
  return bytes;
}

/**
 * Opens a bank for comparisons.
 *
 * @param bytes int8 rows.
 * @throws RangeError when the bytes are not one row a label, or a row is all zeros.
 */
export function openBank(
  bytes: Int8Array,
  length: number,
  labels: readonly number[],
): ReferenceBank {
  if (bytes.length !== length * labels.length) {
    throw new RangeError(`${bytes.length} bytes for ${labels.length} rows of ${length}`);
  }
  const rows = new Float32Array(bytes.length);
  for (let from = 0; from < bytes.length; from += length) {
    rows.set(normalise(bytes.subarray(from, from + length)), from);
  }
  return { rows, length, labels };
}

/**
 * The same direction with length 1.
 *
 * @throws RangeError when there is no direction: all zeros, or not numbers.
 */
export function normalise(values: ArrayLike<number>): Float32Array {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] ?? 0) ** 2;
  const norm = Math.sqrt(squares);
  if (!(norm > 0 && Number.isFinite(norm))) throw new RangeError('features have no direction');
  const scaled = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) scaled[i] = (values[i] ?? 0) / norm;
  return scaled;
}
