import type { ImportanceMap } from './importance';

/**
 * A map's weight at any place of the picture, smooth between the middles of cells (bilinear).
 *
 * @param x From 0 (left edge) to 1 (right edge).
 * @param y From 0 (top) to 1 (bottom).
 * @returns In [0, 1].
 */
export function sampleMap({ columns, rows, weights }: ImportanceMap, x: number, y: number): number {
  const column = clamp(x * columns - 0.5, columns - 1);
  const row = clamp(y * rows - 0.5, rows - 1);
  const [left, top] = [Math.floor(column), Math.floor(row)];
  const [right, bottom] = [Math.min(columns - 1, left + 1), Math.min(rows - 1, top + 1)];
  const at = (c: number, r: number) => weights[r * columns + c] ?? 0;
  const [across, down] = [column - left, row - top];
  const upper = at(left, top) * (1 - across) + at(right, top) * across;
  const lower = at(left, bottom) * (1 - across) + at(right, bottom) * across;
  return upper * (1 - down) + lower * down;
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
