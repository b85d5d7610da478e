import { add, concat, matMul, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { ClassifierError } from '../core/errors';
import type { InputSpec } from '../core/manifest';
import type { ModelImage } from '../core/model-image';
import type { Network, NetworkOutput } from './network';
import { countChannels, toTensor } from './to-tensor';
import type { Trunk } from './trunk';

/** A linear head on the shared trunk. */
export class HeadNetwork implements Network {
  private readonly weights;
  private readonly biases;
  private readonly buffer;

  /**
   * @param head weights [features × labels], row by row, then biases [labels].
   * @param labelCount How many labels it tells apart.
   * @throws ClassifierError `model-output-unexpected` when the head does not fit the trunk.
   */
  constructor(
    private readonly trunk: Trunk,
    head: Float32Array,
    private readonly labelCount: number,
    private readonly input: InputSpec,
  ) {
    const features = trunk.featureCount;
    if (head.length !== (features + 1) * labelCount) {
      throw new ClassifierError(
        'model-output-unexpected',
        `head: ${head.length} numbers instead of ${(features + 1) * labelCount}`,
      );
    }
    this.buffer = new Float32Array(input.width * input.height * countChannels(input));
    const biasesAt = features * labelCount;
    this.weights = tensor2d(head.slice(0, biasesAt), [features, labelCount]);
    this.biases = tensor1d(head.slice(biasesAt));
  }

  async run(image: ModelImage): Promise<NetworkOutput> {
    // Joined, so that a GPU is waited for once.
    const joined = tidy(() => {
      const features = this.trunk.computeFeatures(toTensor(image, this.input, this.buffer));
      return concat([add(matMul(features, this.weights), this.biases), features], 1);
    });
    try {
      const values = await joined.data<'float32'>();
      return {
        logits: values.slice(0, this.labelCount),
        features: values.slice(this.labelCount),
      };
    } finally {
      joined.dispose();
    }
  }

  /** Frees the head; the trunk belongs to whoever lent it. */
  dispose(): void {
    this.weights.dispose();
    this.biases.dispose();
  }
}
