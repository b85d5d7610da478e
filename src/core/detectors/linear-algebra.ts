/** Square matrices are row by row. */

/**
 * Cholesky's lower triangle L with L·Lᵀ = matrix. A pivot that rounding has brought to nothing is
 * lifted a little, so that the answer stays finite.
 *
 * @param matrix n × n, symmetric, positive definite. Only its lower triangle is read.
 */
export function factorise(matrix: Float64Array, n: number): Float64Array {
  const lower = new Float64Array(n * n);
  const rest = new Float64Array(ROWS);
  for (let column = 0; column < n; column++) {
    const known = lower.subarray(column * n, column * n + column);
    for (let row = column; row < n; row += ROWS) {
      const count = Math.min(ROWS, n - row);
      for (let i = 0; i < count; i++) rest[i] = matrix[(row + i) * n + column] ?? 0;
      subtractProducts(lower, row * n, n, known, rest, count);
      for (let i = 0; i < count; i++) {
        const at = (row + i) * n + column;
        const value = rest[i] ?? 0;
        lower[at] =
          row + i === column
            ? Math.sqrt(Math.max(value, SMALLEST_PIVOT))
            : value / (lower[column * n + column] ?? 1);
      }
    }
  }
  return lower;
}

const SMALLEST_PIVOT = 1e-12;
/** So many sums under way at once hide how long each addition takes. */
const ROWS = 4;

/**
 * Takes the products of up to four rows, from `start` and `n` numbers apart, with the same vector off
 * as many numbers. Each sum goes from the first product to the last, so that blocks change no bit.
 */
function subtractProducts(
  matrix: Float64Array,
  start: number,
  n: number,
  vector: Float64Array,
  from: Float64Array,
  count: number,
): void {
  // Fewer rows go one by one: to read beyond the matrix would be slow.
  for (let row = 0; count < ROWS && row < count; row++) {
    const at = start + row * n;
    let sum = from[row] ?? 0;
    for (let i = 0; i < vector.length; i++) sum -= (matrix[at + i] ?? 0) * (vector[i] ?? 0);
    from[row] = sum;
  }
  if (count < ROWS) return;
  let [first, second, third, fourth] = [from[0] ?? 0, from[1] ?? 0, from[2] ?? 0, from[3] ?? 0];
  const [b, c, d] = [start + n, start + 2 * n, start + 3 * n];
  for (let i = 0; i < vector.length; i++) {
    const value = vector[i] ?? 0;
    first -= (matrix[start + i] ?? 0) * value;
    second -= (matrix[b + i] ?? 0) * value;
    third -= (matrix[c + i] ?? 0) * value;
    fourth -= (matrix[d + i] ?? 0) * value;
  }
  from[0] = first;
  from[1] = second;
  from[2] = third;
  from[3] = fourth;
}

/** L⁻¹·vector of a lower triangle; its squared length is vectorᵀ·(L·Lᵀ)⁻¹·vector. */
export function solveLower(lower: Float64Array, vector: Float64Array): Float64Array {
  const n = vector.length;
  const solved = new Float64Array(n);
  const rest = new Float64Array(ROWS);
  for (let start = 0; start < n; start += ROWS) {
    const count = Math.min(ROWS, n - start);
    for (let i = 0; i < count; i++) rest[i] = vector[start + i] ?? 0;
    subtractProducts(lower, start * n, n, solved.subarray(0, start), rest, count);
    // What is left is the triangle of these rows among themselves.
    for (let i = 0; i < count; i++) {
      const row = start + i;
      let sum = rest[i] ?? 0;
      for (let at = start; at < row; at++) sum -= (lower[row * n + at] ?? 0) * (solved[at] ?? 0);
      solved[row] = sum / (lower[row * n + row] ?? 1);
    }
  }
  return solved;
}

/** Sum of squares. */
export function squaredLength(vector: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += (vector[i] ?? 0) ** 2;
  return sum;
}

/** Mean of values; 0 for none. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  return values.length === 0 ? 0 : sum / values.length;
}
