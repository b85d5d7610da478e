/** Nine numbers, row by row: (x, y) comes from ((ax + by + c) / w, (dx + ey + f) / w), w = gx + hy + i. */
export type Homography = readonly number[];

/** Four points, in order round the square. */
export type Corners = readonly [Point, Point, Point, Point];
type Point = readonly [x: number, y: number];

/**
 * The projective map that takes each point of `from` to the one of `to`, by the eight linear
 * equations of four pairs of points (Hartley & Zisserman, "Multiple View Geometry", 4.1, with the
 * last number set to 1).
 *
 * @returns `null` when three of the points lie on a line: no such map is of use.
 */
export function solveHomography(from: Corners, to: Corners): Homography | null {
  const rows: number[][] = [];
  from.forEach(([x, y], i) => {
    const [u, v] = to[i] ?? [0, 0];
    rows.push([x, y, 1, 0, 0, 0, -u * x, -u * y, u]);
    rows.push([0, 0, 0, x, y, 1, -v * x, -v * y, v]);
  });
  const solved = solveLinear(rows);
  return solved && [...solved, 1];
}

/** Where a point comes from. */
export function mapPoint(map: Homography, x: number, y: number): Point {
  const [a = 1, b = 0, c = 0, d = 0, e = 1, f = 0, g = 0, h = 0, i = 1] = map;
  const w = g * x + h * y + i;
  return [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
}

/** Gaussian elimination with partial pivoting on rows of [coefficients…, right side]. */
function solveLinear(rows: number[][]): number[] | null {
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let best = column;
    for (let row = column + 1; row < size; row++) {
      if (Math.abs(rows[row]?.[column] ?? 0) > Math.abs(rows[best]?.[column] ?? 0)) best = row;
    }
    const pivot = rows[best] ?? [];
    const lead = pivot[column] ?? 0;
    if (Math.abs(lead) < 1e-9) return null;
    rows[best] = rows[column] ?? [];
    rows[column] = pivot;
    for (let row = 0; row < size; row++) {
      const own = rows[row];
      if (row === column || !own) continue;
      const factor = (own[column] ?? 0) / lead;
      for (let i = column; i <= size; i++) own[i] = (own[i] ?? 0) - factor * (pivot[i] ?? 0);
    }
  }
  return rows.map((row, i) => (row[size] ?? 0) / (row[i] ?? 1));
}
