/**
 * Solves A x = b by Cholesky's method.
 *
 * @param matrix Symmetric and positive definite, row by row; only its lower half is read.
 * @param right As long as a row.
 * @throws RangeError when the matrix is not positive definite.
 */
export function solvePositiveDefinite(matrix: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const lower = factor(matrix, size);
  const solution = right.slice();
  for (let i = 0; i < size; i++) {
    let sum = solution[i] ?? 0;
    for (let j = 0; j < i; j++) sum -= (lower[i * size + j] ?? 0) * (solution[j] ?? 0);
    solution[i] = sum / (lower[i * size + i] ?? NaN);
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = solution[i] ?? 0;
    for (let j = i + 1; j < size; j++) sum -= (lower[j * size + i] ?? 0) * (solution[j] ?? 0);
    solution[i] = sum / (lower[i * size + i] ?? NaN);
  }
  return solution;
}

/** L with L Lᵀ = A, in its lower half. */
function factor(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j] ?? NaN;
      for (let k = 0; k < j; k++) sum -= (lower[i * size + k] ?? 0) * (lower[j * size + k] ?? 0);
      if (i !== j) lower[i * size + j] = sum / (lower[j * size + j] ?? NaN);
      else if (sum > 0) lower[i * size + i] = Math.sqrt(sum);
      else throw new RangeError('the matrix is not positive definite');
    }
  }
  return lower;
}
