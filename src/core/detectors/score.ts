/**
 * A domain score sees features only as directions: through the cosines between photos. Nearest
 * neighbours, means and covariances can all be written in those (the dual form, after the kernel
 * trick of Schölkopf, Smola & Müller 1998), so that a few hundred rows of int8 carry everything and
 * no matrix of features × features is ever shipped.
 */

/** What is known of one photo. */
export interface ScoreInput {
  /** One number a label, before softmax; two or more. */
  logits: ArrayLike<number>;
  /** Cosine to each reference photo, in [-1, 1]; empty for scores that go by the logits alone. */
  similarities: Float64Array;
}

/** Reference photos, as one part of their features shows them. */
export interface ReferenceSet {
  /** Label index of each. */
  labels: readonly number[];
  /** Cosines between all of them, n × n. */
  gram: Float64Array;
  /** How many numbers the cosines are made of. */
  length: number;
}

/** What a score needs to be told besides. */
export interface ScoreSettings {
  /** The neighbour that counts. */
  k?: number;
  /** Of the residual against the energy. */
  weight?: number;
}

/** How odd a photo is: larger is odder; finite for finite input. */
export type Scorer = (photo: ScoreInput) => number;

/** Rows of each label that has any. */
export function groupByLabel(labels: readonly number[]): number[][] {
  const rows = new Map<number, number[]>();
  labels.forEach((label, row) => {
    const own = rows.get(label);
    if (own) own.push(row);
    else rows.set(label, [row]);
  });
  return [...rows.values()];
}

/** The k-th largest value; the smallest there is when there are fewer. */
export function findKthLargest(values: ArrayLike<number>, k: number): number {
  // A short list of the best so far beats sorting them all.
  const best = new Float64Array(Math.max(1, Math.min(k, values.length))).fill(-Infinity);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? -Infinity;
    let place = best.length - 1;
    if (value <= (best[place] ?? Infinity)) continue;
    while (place > 0 && (best[place - 1] ?? Infinity) < value) {
      best[place] = best[place - 1] ?? -Infinity;
      place--;
    }
    best[place] = value;
  }
  return best.at(-1) ?? -Infinity;
}
