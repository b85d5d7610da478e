import { countBelow } from '../../src/core/count-below';
import type { FeaturePart } from '../../src/core/detectors/parts';
import type { ReferenceSet, Scorer } from '../../src/core/detectors/score';
import type { Trial } from './trial';

/** The tap of the last block, which tells kinds of things apart; the half-way one is 0. */
export const DEEP_TAP = 1;

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
  const atLeast = ascending.length - countBelow(ascending, value);
  return isHeldOut ? atLeast / ascending.length : (1 + atLeast) / (1 + ascending.length);
}

/** Each column of the held-out numbers, ascending. */
export function sortColumns(rows: readonly (readonly number[])[]): number[][] {
  return (rows[0] ?? []).map((_, column) =>
    rows.map((row) => row[column] ?? NaN).sort((a, b) => a - b),
  );
}

interface TapScore {
  name: string;
  source: string;
  /** The tap that it looks at, the shallowest is 0. */
  tap: number;
  fit(references: ReferenceSet): Scorer;
}

/** A score of what one tap shows, fitted on reference photos. */
export function scoreTap({ name, source, tap, fit }: TapScore): Method {
  return {
    name,
    source,
    place: 'features',
    fit: async (trial, seen) => {
      const part = trial.tapAt(tap);
      const scorer = await trial.make(`${name} of ${tap}`, seen, () =>
        fit(trial.takeReferences(part, seen)),
      );
      return (photo) => [scoreCosines(scorer, trial, part, photo, seen)];
    },
  };
}

/** A score of a photo by its cosines with reference photos. */
export function scoreCosines(
  scorer: Scorer,
  trial: Trial,
  tap: FeaturePart,
  photo: number,
  seen: readonly number[],
  view = 0,
): number {
  return scorer({ logits: [], similarities: trial.cosinesOf(tap, photo, seen, view) });
}
