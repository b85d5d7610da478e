/**
 * The index of the largest of a photo's probabilities or logits: its top label.
 *
 * @returns The first of equals; -1 where one of them is not a number, or there is none.
 */
export function findLikeliest(values: readonly number[] | Float32Array | Float64Array): number {
  return values.indexOf(Math.max(...values));
}
