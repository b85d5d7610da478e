/**
 * The two loops that training spends its time in. Four sums at a time: one sum alone would wait for
 * itself at every step.
 */

/** Sum of the products of a row, from `start` on, with a vector. */
export function dotRow(rows: Float32Array, start: number, vector: Float32Array): number {
  const length = vector.length;
  const whole = length - (length % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    const at = start + i;
    a += (rows[at] ?? 0) * (vector[i] ?? 0);
    b += (rows[at + 1] ?? 0) * (vector[i + 1] ?? 0);
    c += (rows[at + 2] ?? 0) * (vector[i + 2] ?? 0);
    d += (rows[at + 3] ?? 0) * (vector[i + 3] ?? 0);
  }
  for (let i = whole; i < length; i++) a += (rows[start + i] ?? 0) * (vector[i] ?? 0);
  return a + b + (c + d);
}

/** Adds a multiple of a vector to a row, from `start` on. */
export function addToRow(
  rows: Float64Array,
  start: number,
  vector: Float32Array,
  factor: number,
): void {
  for (let i = 0; i < vector.length; i++) {
    const at = start + i;
    rows[at] = (rows[at] ?? 0) + factor * (vector[i] ?? 0);
  }
}
