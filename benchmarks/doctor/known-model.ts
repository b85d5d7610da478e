import type { Channels, Scale } from '../../src/core/contract';
import type { InputSpec } from '../../src/core/manifest';
import type { ModelImage } from '../../src/core/model-image';
import type { AdaptableNetwork } from '../../src/engine/doctor';
import type { NetworkOutput } from '../../src/engine/network';
import type { CachedNetwork } from './cached-trunk';

/** How a model of this benchmark wants its photos, as its maker would know it. */
interface KnownInput {
  scale: Scale;
  channels: Extract<Channels, 'rgb' | 'bgr'>;
}

/** What the networks underneath want: RGB in [-1, 1]. */
const native: KnownInput = { scale: { multiply: 1 / 127.5, add: -1 }, channels: 'rgb' };

/**
 * A network that wants its photos another way, as if the change had been folded into its first
 * convolution: whatever it is fed, it undoes its own scale and channel order and goes on with the
 * network underneath.
 */
export class KnownModel implements AdaptableNetwork {
  constructor(
    private readonly inner: CachedNetwork,
    private readonly wants: KnownInput,
    /** From what the network underneath says to logits. */
    private readonly toLogits: (values: Float32Array) => Float32Array,
  ) {}

  async run(image: ModelImage, input: InputSpec): Promise<NetworkOutput> {
    const { scale, channels } = this.wants;
    const gain = native.scale.multiply / scale.multiply;
    const effective: InputSpec = {
      ...input,
      channels: input.channels === channels ? 'rgb' : 'bgr',
      scale: {
        multiply: input.scale.multiply * gain,
        add: (input.scale.add - scale.add) * gain + native.scale.add,
      },
    };
    const values = await this.inner.run(image, effective);
    return { logits: this.toLogits(values), features: null };
  }

  dispose(): void {
    // The network underneath belongs to the benchmark.
  }
}

/** Applies a linear head: weights [features × labels], row by row, then biases. */
export function applyHead(head: Float32Array, features: Float32Array): Float32Array {
  const labels = head.length / (features.length + 1);
  const logits = head.slice(features.length * labels);
  features.forEach((value, i) => {
    for (let label = 0; label < labels; label++) {
      logits[label] = (logits[label] ?? 0) + value * (head[i * labels + label] ?? 0);
    }
  });
  return logits;
}
