/**
 * How many values lie below a limit, or at it too; by halves.
 *
 * @param ascending Sorted, the least first.
 */
export function countBelow(ascending: readonly number[], limit: number, inclusive = false): number {
  let from = 0;
  let to = ascending.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    const value = ascending[middle] ?? Infinity;
    if (value < limit || (inclusive && value === limit)) from = middle + 1;
    else to = middle;
  }
  return from;
}
