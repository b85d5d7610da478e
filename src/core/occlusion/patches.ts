import type { Rect, Size } from '../fit';
import type { ModelImage } from '../model-image';

/** The cells that a picture is divided into. */
export interface Grid {
  columns: number;
  rows: number;
}

/** 81 cells: fine enough to point at a head or a hand, and seconds rather than minutes of work. */
export const OCCLUSION_GRID: Grid = { columns: 9, rows: 9 };
/** A patch covers its cell and so many cells to every side of it. */
const REACH = 1;

/** Red, green and blue, each in [0, 255]. */
export type Colour = readonly [red: number, green: number, blue: number];

/**
 * The patches of an occlusion map, row by row, one a cell: each is three cells wide and high around
 * its own, less where the picture ends. They overlap, so that no edge of the grid hides a find.
 *
 * @returns Whole pixels inside the picture.
 */
export function planPatches(size: Size, grid: Grid): Rect[] {
  return listCells(grid).map(({ column, row }) =>
    toRect(size, grid, {
      left: Math.max(0, column - REACH),
      top: Math.max(0, row - REACH),
      right: Math.min(grid.columns, column + 1 + REACH),
      bottom: Math.min(grid.rows, row + 1 + REACH),
    }),
  );
}

/** The cells themselves, row by row, without any overlap. */
export function planCells(size: Size, grid: Grid): Rect[] {
  return listCells(grid).map(({ column, row }) =>
    toRect(size, grid, { left: column, top: row, right: column + 1, bottom: row + 1 }),
  );
}

/** The mean colour of a picture: what hides a part of it while adding nothing new. */
export function findMeanColour({ data }: ModelImage): Colour {
  const sums: [number, number, number] = [0, 0, 0];
  for (let at = 0; at < data.length; at += 4) {
    sums[0] += data[at] ?? 0;
    sums[1] += data[at + 1] ?? 0;
    sums[2] += data[at + 2] ?? 0;
  }
  const pixels = data.length / 4;
  return [sums[0] / pixels, sums[1] / pixels, sums[2] / pixels];
}

/** A copy of a picture in which some rectangles are of one colour. */
export function hideRects(
  { width, height, data }: ModelImage,
  rects: readonly Rect[],
  [red, green, blue]: Colour,
): ModelImage {
  const hidden = Uint8ClampedArray.from(data);
  for (const rect of rects) {
    for (let y = rect.y; y < rect.y + rect.height; y++) {
      for (let x = rect.x; x < rect.x + rect.width; x++) {
        const at = 4 * (y * width + x);
        hidden[at] = red;
        hidden[at + 1] = green;
        hidden[at + 2] = blue;
      }
    }
  }
  return { width, height, data: hidden };
}

function listCells({ columns, rows }: Grid): { column: number; row: number }[] {
  return Array.from({ length: columns * rows }, (_, cell) => ({
    column: cell % columns,
    row: Math.floor(cell / columns),
  }));
}

function toRect(
  size: Size,
  { columns, rows }: Grid,
  cells: { left: number; top: number; right: number; bottom: number },
): Rect {
  const x = Math.round((cells.left * size.width) / columns);
  const y = Math.round((cells.top * size.height) / rows);
  return {
    x,
    y,
    width: Math.round((cells.right * size.width) / columns) - x,
    height: Math.round((cells.bottom * size.height) / rows) - y,
  };
}
