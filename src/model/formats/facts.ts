import type { OutputKind } from '../../core/contract';
import type { Fit } from '../../core/fit';
import type { BackboneHabit } from './backbones';
import { type Scale, usualScales } from '../../core/scale';

/** What a network itself says of its contract; `null` where it says nothing. */
export interface NetworkFacts {
  /** Of the picture, without the batch; `null` sides take any size. */
  inputShape: (number | null)[] | null;
  /** Whether its layers work with channels first. */
  isChannelsFirst: boolean | null;
  /** Numbers in the answer. */
  units: number | null;
  output: OutputKind | null;
  /** What the first sums inside say about the numbers that must come in. */
  scale: Scale | null;
  fit: Fit | null;
  /** What networks built on the same one are usually fed with. */
  backbone: BackboneHabit | null;
  /** The graph's node of the answer, where there are several to choose from. */
  outputNode: string | null;
}

/** Whether a picture of this shape has its channels first, by which side can be their number. */
export function hasChannelsFirst([first = null, , third = null]: readonly (
  number | null
)[]): boolean {
  return isChannelCount(first) && !isChannelCount(third);
}

function isChannelCount(side: number | null): boolean {
  return side === 1 || side === 3;
}

/** What a network does first with each number that comes in: `x × multiply + add`. */
export interface Sum {
  multiply: number;
  add: number;
}

/**
 * What comes in, by the first sum that is done with it: `x / 127.5 - 1` is meant for bytes, `2 x - 1`
 * for numbers from 0 to 1. ImageNet's mean and deviation, too, are taken of the one or the other.
 */
export function scaleBefore({ multiply, add }: Sum): Scale | null {
  if (multiply < 0) return scaleBeforeInverse({ multiply, add });
  const isSmall = (white: number) => white > 0.9 && add >= -2.3 && add <= 1.1 && white + add < 3;
  const isByteLessMean = multiply === 1 && add > -130 && add < -90;
  if (isSmall(255 * multiply) || isByteLessMean) return usualScales['0…255'];
  // What comes in between 0 and 1 is spread around 0 or made bytes of.
  const isSpread = multiply > 1.8 && isSmall(multiply) && add < -0.9;
  return isSpread || (multiply > 250 && multiply < 260) ? usualScales['0…1'] : null;
}

/** `1 - x` is meant for numbers from 0 to 1, `255 - x` for bytes; else black and white change places. */
function scaleBeforeInverse({ multiply, add }: Sum): Scale | null {
  const { '0…1': unit, '0…255': bytes } = usualScales;
  if (multiply === -1 && (add === 1 || add === 255)) return add === 1 ? unit : bytes;
  const found = [unit, bytes].find((scale) => {
    const white = scale === unit ? 1 : 255;
    return scaleBefore({ multiply: -multiply, add: add + white * multiply }) === scale;
  });
  return found ?? null;
}
