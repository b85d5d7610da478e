import { getBackend, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import type { BackendName } from '../../core/classification';
import { ClassifierError } from '../../core/errors';
import type { InputSpec } from '../../core/manifest';
import type { ModelImage } from '../../core/model-image';
import { findLastBlock, type LastBlock } from '../../model/last-block';
import type { ModelBundle } from '../../model/read-model';
import { countChannels, toTensor } from '../to-tensor';
import { Trunk } from '../trunk';
import { watchGpu } from '../watch-gpu';

/** What a trunk says of a photo, and what its last block was fed on the way. */
export interface InsideLook {
  features: Float32Array<ArrayBuffer>;
  /** [height × width × in] of the block. */
  input: Float32Array<ArrayBuffer>;
}

/** A trunk whose last block can be tuned, on the current backend. Whoever opens it disposes of it. */
export class TunableTrunk {
  private readonly gpu = watchGpu(getBackend() as BackendName);
  private readonly buffer: Float32Array;

  private constructor(
    private readonly trunk: Trunk,
    private readonly input: InputSpec,
    /** The block to tune. */
    readonly block: LastBlock,
  ) {
    this.buffer = new Float32Array(input.width * input.height * countChannels(input));
  }

  /** @throws ClassifierError `tuning-unsupported` for a network without such a block. */
  static async open({ network, manifest }: ModelBundle): Promise<TunableTrunk> {
    const block = network.kind === 'head-on-trunk' ? findLastBlock(network.trunk) : null;
    if (network.kind !== 'head-on-trunk' || !block) {
      throw new ClassifierError('tuning-unsupported', manifest.name);
    }
    const { spec, graph } = network.trunk;
    return new TunableTrunk(await Trunk.load(spec, graph), manifest.input, block);
  }

  /** The size of the block's input, found on a grey picture. */
  measureInput(): { height: number; width: number } {
    const { width, height } = this.input;
    const grey = new Uint8ClampedArray(4 * width * height).fill(128);
    const shape = tidy(() => this.execute({ width, height, data: grey }).inside.shape);
    const [, high = 0, wide = 0, channels] = shape;
    if (shape.length !== 4 || channels !== this.block.shape.in) {
      throw new ClassifierError('model-output-unexpected', `block: [${shape.join(', ')}]`);
    }
    return { height: high, width: wide };
  }

  /**
   * @throws ClassifierError `engine-stopped` when the GPU went away, `result-not-finite`.
   */
  async look(image: ModelImage): Promise<InsideLook> {
    const { features, inside } = tidy(() => this.execute(image));
    try {
      const [own, input] = await this.gpu.guard(
        Promise.all([features.data<'float32'>(), inside.data<'float32'>()]),
      );
      if (!own.every(Number.isFinite) || !input.every(Number.isFinite)) {
        throw new ClassifierError('result-not-finite');
      }
      return { features: Float32Array.from(own), input: Float32Array.from(input) };
    } finally {
      features.dispose();
      inside.dispose();
    }
  }

  /** Fails as soon as the GPU goes away: tfjs would wait for it for ever. */
  guard<T>(work: Promise<T>): Promise<T> {
    return this.gpu.guard(work);
  }

  dispose(): void {
    this.trunk.dispose();
  }

  private execute(image: ModelImage) {
    const input: Tensor4D = toTensor(image, this.input, this.buffer);
    return this.trunk.computeFeaturesAnd(input, this.block.input);
  }
}
