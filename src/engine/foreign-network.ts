import { concat, dispose, reshape, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { OutputKind } from '../core/contract';
import { ClassifierError } from '../core/errors';
import type { InputSpec } from '../core/manifest';
import type { ModelImage } from '../core/model-image';
import type { Taps } from '../core/network-findings';
import { toLogits } from '../core/probabilities';
import type { ForeignNetwork as ForeignParts } from '../model/foreign-model';
import { buildRunner } from './build-runner';
import type { Network, NetworkOutput } from './network';
import { holdsFeatures, poolFeatures } from './pool-features';
import type { Runner } from './runner';
import { countChannels, toTensor } from './to-tensor';

/** How somebody else's network is to be run: the manifest's words. */
interface ForeignSpec {
  input: InputSpec;
  output: OutputKind;
  units: number;
  taps: Taps;
}

/** A network that somebody else made, run as its manifest says. */
export class ForeignNetwork implements Network {
  private buffer = new Float32Array();

  private constructor(
    private readonly runner: Runner,
    private readonly spec: ForeignSpec,
    /** The node whose numbers are the answer; already before softmax where that node is known. */
    private readonly answer: { node: string; kind: OutputKind },
  ) {}

  /**
   * Builds it on the current backend.
   *
   * @param plain Not to rewrite the network: slower, and exactly as it was exported.
   * @throws ClassifierError `model-too-large`, `model-output-unexpected` when a tap is not there.
   */
  static async load(
    parts: ForeignParts,
    spec: ForeignSpec,
    { plain = false } = {},
  ): Promise<ForeignNetwork> {
    const { logits, features } = spec.taps;
    const { runner, output } = await buildRunner(parts, spec.input, spec.taps, plain);
    // As tfjs-layers runs them, some layers hold their own softmax: the logits are no layer's.
    const tapped = logits !== null && runner.has(logits);
    const node = tapped ? logits : output;
    const missing = [node, features?.node].find((name) => name && !runner.has(name));
    if (missing !== undefined) {
      runner.dispose();
      throw new ClassifierError('model-output-unexpected', `nothing in it is called ${missing}`);
    }
    const kind = tapped ? beforeSquashing(spec.output) : spec.output;
    return new ForeignNetwork(runner, spec, { node, kind });
  }

  /** @param input Prepares the picture in another way than the manifest says; the same size. */
  async run(image: ModelImage, input: InputSpec = this.spec.input): Promise<NetworkOutput> {
    const { units, taps } = this.spec;
    const { features } = taps;
    const nodes = [...new Set([this.answer.node, ...(features ? [features.node] : [])])];
    const tensors = await this.feed(image, input, nodes);
    let joined;
    try {
      joined = this.join(tensors);
      const values = await joined.data<'float32'>();
      return {
        logits: toLogits(values.slice(0, units), this.answer.kind),
        features: features ? values.slice(units) : null,
      };
    } finally {
      dispose(tensors);
      joined?.dispose();
    }
  }

  dispose(): void {
    this.runner.dispose();
  }

  /** One tensor of the answer and the pooled features, so that a GPU is waited for once. */
  private join(tensors: readonly Tensor[]): Tensor {
    const { units, taps } = this.spec;
    return tidy(() => {
      const [answer] = tensors;
      if (answer?.size !== units) {
        throw unexpected(this.answer.node, answer, units);
      }
      const parts = [reshape(answer, [-1])];
      if (taps.features) {
        const { node, length } = taps.features;
        const tapped = tensors.at(-1);
        if (!holdsFeatures(tapped)) throw unexpected(node, tapped, length);
        const features = poolFeatures(tapped, this.runner.channelsFirst);
        if (features.size !== length) throw unexpected(node, tapped, length);
        parts.push(features);
      }
      return concat(parts);
    });
  }

  private async feed(
    image: ModelImage,
    input: InputSpec,
    nodes: readonly string[],
  ): Promise<Tensor[]> {
    const size = image.width * image.height * countChannels(input);
    if (this.buffer.length !== size) this.buffer = new Float32Array(size);
    const picture = toTensor(image, input, this.buffer);
    try {
      return await this.runner.run(picture, nodes);
    } finally {
      picture.dispose();
    }
  }
}

/** What the numbers before softmax or sigmoid are. */
function beforeSquashing(output: OutputKind): OutputKind {
  return output === 'sigmoid' || output === 'sigmoid-logits' ? 'sigmoid-logits' : 'logits';
}

function unexpected(node: string, tensor: Tensor | undefined, length: number): ClassifierError {
  const shape = tensor?.shape.join(', ') ?? '';
  return new ClassifierError(
    'model-output-unexpected',
    `${node} is [${shape}] instead of ${length} numbers`,
  );
}
