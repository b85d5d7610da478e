import type { Look } from './look';

/** From what on two photos count as nearly the same. */
export interface AlikeLimits {
  /** Bits of 64 in which the hashes may differ. */
  maxBits: number;
  /** Least correlation of brightness, place by place. */
  minCorrelation: number;
  /** Largest mean difference of colour, in [0, 2]. */
  maxChroma: number;
}

/**
 * Chosen on the fixtures' photos: copies at half size, at JPEG quality 40, 5 % brighter, and cut by
 * 2 % on each side are found, and of different photos of one kind almost none are taken for the same.
 */
export const defaultAlikeLimits: AlikeLimits = {
  maxBits: 14,
  minCorrelation: 0.96,
  maxChroma: 0.05,
};

/**
 * Groups photos that look nearly the same. Every pair is compared, by hash first: 10,000 photos take
 * less than a second, 50,000 some ten.
 *
 * @param looks `null` for a photo that has none.
 * @param onRow Called after each photo was compared with all before it.
 * @returns The group of each photo; a photo unlike all others is a group by itself.
 */
export function groupAlike(
  looks: readonly (Look | null)[],
  limits: AlikeLimits = defaultAlikeLimits,
  onRow?: (row: number) => void,
): number[] {
  const high = Uint32Array.from(looks, (look) => look?.hash[0] ?? 0);
  const low = Uint32Array.from(looks, (look) => look?.hash[1] ?? 0);
  const parents = looks.map((_, i) => i);
  const rootOf = (i: number): number => {
    let at = i;
    for (let up = parents[at] ?? at; up !== at; up = parents[at] ?? at) at = up;
    parents[i] = at;
    return at;
  };
  looks.forEach((look, i) => {
    const [ownHigh, ownLow] = [high[i] ?? 0, low[i] ?? 0];
    for (let j = 0; look && j < i; j++) {
      const bits = countBits(ownHigh ^ (high[j] ?? 0)) + countBits(ownLow ^ (low[j] ?? 0));
      if (bits > limits.maxBits) continue;
      const other = looks[j];
      if (other && areAlike(look, other, limits)) parents[rootOf(i)] = rootOf(j);
    }
    onRow?.(i);
  });
  return looks.map((_, i) => rootOf(i));
}

/** Whether two photos look nearly the same, their hashes aside. */
export function areAlike(a: Look, b: Look, { minCorrelation, maxChroma }: AlikeLimits): boolean {
  let correlation = 0;
  for (let i = 0; i < a.grey.length; i++) correlation += (a.grey[i] ?? 0) * (b.grey[i] ?? 0);
  if (correlation < minCorrelation) return false;
  let difference = 0;
  for (let i = 0; i < a.chroma.length; i++) {
    difference += Math.abs((a.chroma[i] ?? 0) - (b.chroma[i] ?? 0));
  }
  return difference / a.chroma.length <= maxChroma;
}

/** Set bits of a 32-bit number (H. S. Warren, Hacker's Delight, 5-1). */
function countBits(value: number): number {
  let bits = value - ((value >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
