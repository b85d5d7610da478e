/** Square matrices are row by row. */

/**
 * Cholesky's lower triangle L with L·Lᵀ = matrix. A pivot that rounding has brought to nothing is
 * lifted a little, so that the answer stays finite.
 *
 * @param matrix n × n, symmetric, positive definite. Only its lower triangle is read.
 */
export function factorise(matrix: Float64Array, n: number): Float64Array {
  const lower = new Float64Array(n * n);
  for (let row = 0; row < n; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * n + column] ?? 0;
      for (let i = 0; i < column; i++) {
        sum -= (lower[row * n + i] ?? 0) * (lower[column * n + i] ?? 0);
      }
      lower[row * n + column] =
        row === column
          ? Math.sqrt(Math.max(sum, SMALLEST_PIVOT))
          : sum / (lower[column * n + column] ?? 1);
    }
  }
  return lower;
}

const SMALLEST_PIVOT = 1e-12;

/** L⁻¹·vector of a lower triangle; its squared length is vectorᵀ·(L·Lᵀ)⁻¹·vector. */
export function solveLower(lower: Float64Array, vector: Float64Array): Float64Array {
  const n = vector.length;
  const solved = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    let sum = vector[row] ?? 0;
    for (let i = 0; i < row; i++) sum -= (lower[row * n + i] ?? 0) * (solved[i] ?? 0);
    solved[row] = sum / (lower[row * n + row] ?? 1);
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
