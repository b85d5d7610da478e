import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A source of chance that gives the same numbers for the same seed, on every device. */
export interface Random {
  /** A whole number in 0…bound-1. */
  nextInt(bound: number): number;
  /** A number in [0, 1). */
  nextFloat(): number;
  /** A new array in random order. */
  shuffle<T>(items: readonly T[]): T[];
}

/** @param seed Any 32-bit integer. */
export function createRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  const nextInt = (bound: number) => uniformInt(generator, 0, bound - 1);
  return {
    nextInt,
    nextFloat: () => uniformFloat64(generator),
    shuffle<T>(items: readonly T[]): T[] {
      // Fisher and Yates, from the end.
      const shuffled = [...items];
      for (let last = shuffled.length - 1; last > 0; last--) {
        const other = nextInt(last + 1);
        const moved = shuffled[last] as T;
        shuffled[last] = shuffled[other] as T;
        shuffled[other] = moved;
      }
      return shuffled;
    },
  };
}
