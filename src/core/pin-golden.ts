import type { Scaling } from './calibrate/scaling';
import type { OutputKind } from './contract';
import type { Manifest } from './manifest';
import { toProbabilities } from './probabilities';

/** Golden outputs name this many labels at the most. */
const GOLDEN_LABELS = 5;

/** What a network says of one golden input. */
export interface GoldenLogits {
  seed: number;
  /** One number a unit. */
  logits: ArrayLike<number>;
}

/** Golden outputs as the manifest holds them: the most probable labels, calibrated. */
export function pinGolden(
  runs: readonly GoldenLogits[],
  output: OutputKind,
  scaling: Scaling | null = null,
): Manifest['golden'] {
  return runs.map(({ seed, logits }) => {
    const probabilities = toProbabilities(logits, output, scaling);
    const labels = probabilities
      .map((_, label) => label)
      .sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0))
      .slice(0, GOLDEN_LABELS);
    return {
      seed,
      labels,
      probabilities: labels.map((label) => Number((probabilities[label] ?? NaN).toFixed(5))),
    };
  });
}
