/** Eigenvalues, the largest first, with unit eigenvectors as rows. */
interface Eigen {
  values: Float64Array;
  /** Row i (n numbers) belongs to value i. */
  vectors: Float64Array;
}

const MAX_SWEEPS = 60;

/**
 * Eigen-decomposition of a symmetric matrix: Householder's tridiagonal form, then implicit QL
 * (Bowdler, Martin, Reinsch & Wilkinson 1968, "The QR and QL algorithms for symmetric matrices").
 *
 * @param matrix n × n, row by row; not changed.
 */
export function decompose(matrix: Float64Array, n: number): Eigen {
  const z = Float64Array.from(matrix);
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  reduce(z, diagonal, beside, n);
  // The vectors as rows from here on: QL turns two of them at a time, which then lie together.
  transpose(z, n);
  iterate(z, diagonal, beside, n);
  const order = Array.from(diagonal.keys()).sort((a, b) => at(diagonal, b) - at(diagonal, a));
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => vectors.set(z.subarray(from * n, (from + 1) * n), to * n));
  return { values: Float64Array.from(order, (i) => at(diagonal, i)), vectors };
}

/** To tridiagonal form; `z` becomes the transformation, its columns the basis. */
function reduce(z: Float64Array, d: Float64Array, e: Float64Array, n: number): void {
  for (let i = n - 1; i > 0; i--) {
    const row = i * n;
    let scale = 0;
    for (let k = 0; k < i; k++) scale += Math.abs(at(z, row + k));
    let h = 0;
    if (i === 1 || scale === 0) {
      e[i] = at(z, row + i - 1);
    } else {
      for (let k = 0; k < i; k++) {
        z[row + k] = at(z, row + k) / scale;
        h += at(z, row + k) ** 2;
      }
      const f = at(z, row + i - 1);
      const g = f > 0 ? -Math.sqrt(h) : Math.sqrt(h);
      e[i] = scale * g;
      h -= f * g;
      z[row + i - 1] = f - g;
      let total = 0;
      for (let j = 0; j < i; j++) {
        z[j * n + i] = at(z, row + j) / h;
        let sum = 0;
        for (let k = 0; k <= j; k++) sum += at(z, j * n + k) * at(z, row + k);
        for (let k = j + 1; k < i; k++) sum += at(z, k * n + j) * at(z, row + k);
        e[j] = sum / h;
        total += at(e, j) * at(z, row + j);
      }
      const half = total / (h + h);
      for (let j = 0; j < i; j++) {
        const own = at(z, row + j);
        const turned = at(e, j) - half * own;
        e[j] = turned;
        for (let k = 0; k <= j; k++) {
          z[j * n + k] = at(z, j * n + k) - own * at(e, k) - turned * at(z, row + k);
        }
      }
    }
    d[i] = h;
  }
  d[0] = 0;
  e[0] = 0;
  for (let i = 0; i < n; i++) {
    if (at(d, i) !== 0) {
      for (let j = 0; j < i; j++) {
        let sum = 0;
        for (let k = 0; k < i; k++) sum += at(z, i * n + k) * at(z, k * n + j);
        for (let k = 0; k < i; k++) z[k * n + j] = at(z, k * n + j) - sum * at(z, k * n + i);
      }
    }
    d[i] = at(z, i * n + i);
    z[i * n + i] = 1;
    for (let j = 0; j < i; j++) {
      z[i * n + j] = 0;
      z[j * n + i] = 0;
    }
  }
}

/** QL with implicit shifts; `z` holds vectors as rows. */
function iterate(z: Float64Array, d: Float64Array, e: Float64Array, n: number): void {
  for (let i = 1; i < n; i++) e[i - 1] = at(e, i);
  e[n - 1] = 0;
  for (let low = 0; low < n; low++) {
    for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
      let high = low;
      while (high < n - 1 && !isSmall(e, d, high)) high++;
      if (high === low) break;
      turn(z, d, e, n, low, high);
    }
  }
}

function isSmall(e: Float64Array, d: Float64Array, i: number): boolean {
  const size = Math.abs(at(d, i)) + Math.abs(at(d, i + 1));
  return Math.abs(at(e, i)) <= Number.EPSILON * size;
}

/** One sweep of plane rotations from `high` up to `low`. */
function turn(
  z: Float64Array,
  d: Float64Array,
  e: Float64Array,
  n: number,
  low: number,
  high: number,
): void {
  let g = (at(d, low + 1) - at(d, low)) / (2 * at(e, low));
  let r = Math.hypot(g, 1);
  g = at(d, high) - at(d, low) + at(e, low) / (g + (g >= 0 ? r : -r));
  let sine = 1;
  let cosine = 1;
  let shift = 0;
  for (let i = high - 1; i >= low; i--) {
    const f = sine * at(e, i);
    const b = cosine * at(e, i);
    r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1] = at(d, i + 1) - shift;
      e[high] = 0;
      return;
    }
    sine = f / r;
    cosine = g / r;
    g = at(d, i + 1) - shift;
    r = (at(d, i) - g) * sine + 2 * cosine * b;
    shift = sine * r;
    d[i + 1] = g + shift;
    g = cosine * r - b;
    const upper = i * n;
    for (let k = 0; k < n; k++) {
      const below = at(z, upper + n + k);
      const above = at(z, upper + k);
      z[upper + n + k] = sine * above + cosine * below;
      z[upper + k] = cosine * above - sine * below;
    }
  }
  d[low] = at(d, low) - shift;
  e[low] = g;
  e[high] = 0;
}

function transpose(z: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const kept = at(z, i * n + j);
      z[i * n + j] = at(z, j * n + i);
      z[j * n + i] = kept;
    }
  }
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}
