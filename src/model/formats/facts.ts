import type { OutputKind, Scale } from '../../core/contract';
import type { Fit } from '../../core/fit';

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
  /** The graph's node of the answer, where there are several to choose from. */
  outputNode: string | null;
}

/**
 * What comes in, by the first sum that is done with it: `x / 127.5 - 1` is meant for bytes, `2 x - 1`
 * for numbers from 0 to 1.
 */
export function scaleBefore({ multiply, add }: Scale): Scale | null {
  const span = multiply * 255;
  if (span > 0.9 && span < 2.1 && Math.abs(add) <= 1.1) return { multiply: 1, add: 0 };
  const isFromUnit = multiply > 1.8 && multiply < 2.2 && Math.abs(add + 1) < 0.1;
  return isFromUnit || (multiply > 250 && multiply < 260) ? { multiply: 1 / 255, add: 0 } : null;
}
