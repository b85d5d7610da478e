import type { ImportanceMap } from './importance';

/** Where in a picture most of something lies. `spread`: nowhere in particular. */
export type Region =
  | `${'upper' | 'middle' | 'lower'}-${'left' | 'centre' | 'right'}`
  | 'upper'
  | 'lower'
  | 'left'
  | 'right'
  | 'band-across'
  | 'band-down'
  | 'spread';

const rowNames = ['upper', 'middle', 'lower'] as const;
const columnNames = ['left', 'centre', 'right'] as const;
const rowBands = ['upper', 'band-across', 'lower'] as const;
const columnBands = ['left', 'band-down', 'right'] as const;

/** One ninth of a picture that holds half of it all is where it is. */
const NINTH_SHARE = 0.5;
/** A third (a band) must hold more: chance alone gives it three times as much as a ninth. */
const BAND_SHARE = 0.65;

/**
 * Says where a map's weight lies, as a person would point: a ninth of the picture, else a third of
 * it, else nowhere in particular.
 */
export function findRegion({ columns, rows, weights }: ImportanceMap): Region {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) return 'spread';
  const ninths = Array.from({ length: 9 }, () => 0);
  weights.forEach((weight, cell) => {
    const column = Math.floor((3 * ((cell % columns) + 0.5)) / columns);
    const row = Math.floor((3 * (Math.floor(cell / columns) + 0.5)) / rows);
    const ninth = 3 * row + column;
    ninths[ninth] = (ninths[ninth] ?? 0) + weight / total;
  });
  const ninth = findLargest(ninths);
  if ((ninths[ninth] ?? 0) >= NINTH_SHARE) {
    const row = rowNames[Math.floor(ninth / 3)] ?? 'middle';
    return `${row}-${columnNames[ninth % 3] ?? 'centre'}`;
  }
  const sumOf = (belongs: (index: number) => boolean) =>
    ninths.reduce((sum, share, index) => (belongs(index) ? sum + share : sum), 0);
  const byRow = [0, 1, 2].map((row) => sumOf((index) => Math.floor(index / 3) === row));
  const byColumn = [0, 1, 2].map((column) => sumOf((index) => index % 3 === column));
  const row = findLargest(byRow);
  const column = findLargest(byColumn);
  const [bestRow, bestColumn] = [byRow[row] ?? 0, byColumn[column] ?? 0];
  if (Math.max(bestRow, bestColumn) < BAND_SHARE) return 'spread';
  return (bestRow >= bestColumn ? rowBands[row] : columnBands[column]) ?? 'spread';
}

function findLargest(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}
