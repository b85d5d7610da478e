import type { Channels } from '../../src/core/contract';
import type { InputSpec } from '../../src/core/manifest';
import type { ModelImage } from '../../src/core/model-image';
import type { AdaptableNetwork } from '../../src/engine/doctor';
import { type PerColour, type Scale, spreadScale, usualScales } from '../../src/core/scale';
import type { NetworkOutput } from '../../src/engine/network';
import type { CachedNetwork } from './cached-trunk';

/** How a model of this benchmark wants its photos, as its maker would know it. */
interface KnownInput {
  scale: Scale;
  channels: Extract<Channels, 'rgb' | 'bgr'>;
}

/** What the networks underneath want: RGB in [-1, 1]. */
const native: KnownInput = { scale: usualScales['-1…1'], channels: 'rgb' };

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
    /** Whether what the network underneath says are pooled features, and no logits yet. */
    private readonly hasFeatures: boolean,
  ) {}

  async run(image: ModelImage, input: InputSpec): Promise<NetworkOutput> {
    const isInOrder = input.channels === this.wants.channels;
    const effective: InputSpec = {
      ...input,
      channels: isInOrder ? 'rgb' : 'bgr',
      scale: undo(input.scale, this.wants.scale, isInOrder),
    };
    const values = await this.inner.run(image, effective);
    return { logits: this.toLogits(values), features: this.hasFeatures ? values : null };
  }

  dispose(): void {
    // The network underneath belongs to the benchmark.
  }
}

/**
 * What the network underneath gets where a model is fed by one scale and undoes another.
 *
 * @param isInOrder Whether each colour comes where it is expected; else red and blue are exchanged.
 */
function undo(fed: Scale, undone: Scale, isInOrder: boolean): Scale {
  const [given, taken, wanted] = [fed, undone, native.scale].map(spreadScale);
  const numbers = [0, 1, 2].map((colour) => {
    const place = isInOrder ? colour : 2 - colour;
    const gain = (wanted?.multiply[place] ?? NaN) / (taken?.multiply[place] ?? NaN);
    return {
      multiply: (given?.multiply[colour] ?? NaN) * gain,
      add:
        ((given?.add[colour] ?? NaN) - (taken?.add[place] ?? NaN)) * gain +
        (wanted?.add[place] ?? NaN),
    };
  });
  const perColour = (part: keyof Scale): PerColour => {
    const [red = NaN, green = NaN, blue = NaN] = numbers.map((one) => one[part]);
    return [red, green, blue];
  };
  return { multiply: perColour('multiply'), add: perColour('add') };
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
