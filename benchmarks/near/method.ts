import type { Trial } from './trial';

/** What a method knows after it has seen some of the reference photos. */
export type Fitted = (photo: number) => number[];

/**
 * A way of telling that a photo is of no label. It is fitted on reference photos, gives each photo
 * one or more numbers (larger is odder), and makes one of them by what held-out photos got.
 */
export interface Method {
  name: string;
  /** What it does, and after whom. */
  source: string;
  /** What it stands in for in today's fusion: the head's energy, the deep tap's distance, or all. */
  place: 'head' | 'features' | 'whole';
  /** @param seen Reference photos that it may look at, by their place in the trial. */
  fit(trial: Trial, seen: readonly number[]): Promise<Fitted>;
  /** Absent: the one number is the score. */
  join?(heldOut: HeldOut): Join;
}

/** Numbers of reference photos, by fits that had not seen them. */
export interface HeldOut {
  values: readonly (readonly number[])[];
  labels: readonly number[];
}

/** @param isHeldOut Whether the photo is one of the held-out ones itself. */
export type Join = (values: readonly number[], isHeldOut: boolean) => number;

/** The conformal p-value of a number among ascending ones; a held-out photo does not count itself. */
export function rank(value: number, ascending: readonly number[], isHeldOut: boolean): number {
  let from = 0;
  let to = ascending.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((ascending[middle] ?? Infinity) < value) from = middle + 1;
    else to = middle;
  }
  const atLeast = ascending.length - from;
  return isHeldOut ? atLeast / ascending.length : (1 + atLeast) / (1 + ascending.length);
}

/** Each column of the held-out numbers, ascending. */
export function sortColumns(rows: readonly (readonly number[])[]): number[][] {
  return (rows[0] ?? []).map((_, column) =>
    rows.map((row) => row[column] ?? NaN).sort((a, b) => a - b),
  );
}
