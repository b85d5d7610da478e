import { ClassifierError } from '../core/errors';
import { goldenImage } from '../core/golden';
import type { Manifest } from '../core/manifest';
import type { ModelImage } from '../core/model-image';
import type { GoldenLogits } from '../core/pin-golden';
import type { NetworkOutput } from './network';

/**
 * What a network says of a manifest's golden inputs.
 *
 * @throws ClassifierError `cancelled`, and what running the network throws.
 */
export async function runGolden(
  run: (image: ModelImage) => Promise<NetworkOutput>,
  { golden, input: { width, height } }: Pick<Manifest, 'golden' | 'input'>,
  signal?: AbortSignal,
): Promise<GoldenLogits[]> {
  const runs: GoldenLogits[] = [];
  for (const { seed } of golden) {
    if (signal?.aborted) throw new ClassifierError('cancelled');
    const { logits } = await run(goldenImage(seed, width, height));
    runs.push({ seed, logits });
  }
  return runs;
}
