import { load, type MobileNet } from '@tensorflow-models/mobilenet';
import { GraphModel } from '@tensorflow/tfjs-converter';
import { reshape, type Tensor, tensor3d, tidy, zeros } from '@tensorflow/tfjs-core';
import { ClassifierError } from '../core/errors';
import type { InputSpec, Manifest } from '../core/manifest';
import type { ModelImage } from '../core/model-image';
import type { GraphParts } from '../model/graph-parts';
import type { Network, NetworkOutput } from './network';
import { fillInput } from './to-tensor';
import { toHandler } from './trunk';

/** The package drops the first output (background) and expects a thousand more. */
const OUTPUTS = 1001;

type MobilenetSpec = Extract<Manifest['network'], { kind: 'tfjs-mobilenet' }>;

/** A MobileNet for ImageNet, run by `@tensorflow-models/mobilenet`. */
export class MobilenetNetwork implements Network {
  private readonly buffer;

  private constructor(
    private readonly mobilenet: MobileNet,
    private readonly graph: GraphModel,
    private readonly input: InputSpec,
    private readonly withFeatures: boolean,
  ) {
    this.buffer = new Float32Array(input.width * input.height * 3);
  }

  /**
   * Builds it on the current backend.
   *
   * @param withFeatures Whether a reference bank needs the embedding (a second pass).
   * @throws ClassifierError `model-unsupported` or `model-output-unexpected`.
   */
  static async load(
    spec: MobilenetSpec,
    parts: GraphParts,
    input: InputSpec,
    withFeatures: boolean,
  ): Promise<MobilenetNetwork> {
    const mobilenet = await load({
      version: spec.version,
      alpha: spec.alpha,
      modelUrl: toHandler(parts),
      // It is given numbers that are scaled already, and so leaves them alone.
      inputRange: [0, 255],
    });
    // The package has no way to look at or free its graph, and both must be done.
    const graph: unknown = Reflect.get(mobilenet, 'model');
    if (!isGraph(graph)) {
      throw new ClassifierError('model-unsupported', 'this MobileNet package keeps no graph');
    }
    try {
      await checkOutputs(graph, input);
    } catch (error) {
      graph.dispose();
      throw error;
    }
    return new MobilenetNetwork(mobilenet, graph, input, withFeatures);
  }

  async run(image: ModelImage): Promise<NetworkOutput> {
    const logits = this.infer(image, false);
    const features = this.withFeatures ? this.infer(image, true) : null;
    try {
      return {
        logits: (await logits.data<'float32'>()).slice(),
        features: features ? (await features.data<'float32'>()).slice() : null,
      };
    } finally {
      logits.dispose();
      features?.dispose();
    }
  }

  dispose(): void {
    this.graph.dispose();
  }

  private infer(image: ModelImage, embedding: boolean): Tensor {
    return tidy(() => {
      const { height, width } = image;
      const pixels = tensor3d(fillInput(image, this.input, this.buffer), [height, width, 3]);
      return reshape(this.mobilenet.infer(pixels, embedding), [-1]);
    });
  }
}

/**
 * The package takes for granted that there are 1,001 logits. With 1,000 it would be off by one
 * label, and with probabilities it would apply softmax twice, both without a word.
 */
async function checkOutputs(graph: GraphModel, input: InputSpec): Promise<void> {
  const output = tidy(() => {
    const out = graph.predict(zeros([1, input.height, input.width, 3]));
    if (Array.isArray(out) || !('shape' in out)) {
      throw new ClassifierError('model-output-unexpected', 'more than one output');
    }
    return out as Tensor;
  });
  try {
    if (output.size !== OUTPUTS) {
      throw new ClassifierError(
        'model-output-unexpected',
        `${output.size} outputs instead of ${OUTPUTS}`,
      );
    }
    const values = await output.data<'float32'>();
    const sum = values.reduce((total, value) => total + value, 0);
    if (values.every((value) => value >= 0) && Math.abs(sum - 1) < 1e-3) {
      throw new ClassifierError('model-output-unexpected', 'probabilities instead of logits');
    }
  } finally {
    output.dispose();
  }
}

function isGraph(value: unknown): value is GraphModel {
  return value instanceof GraphModel;
}
