import {
  concat,
  div,
  io,
  maximum,
  mean,
  norm,
  scalar,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { type GraphModel, loadGraphModel } from '@tensorflow/tfjs-converter';
import { ClassifierError } from '../core/errors';
import type { TrunkSpec } from '../core/manifest';
import type { GraphParts } from '../model/graph-parts';

/** Guards against dividing by zero; no real photo has features that short. */
export const MIN_NORM = 1e-12;

/** The feature extractor that several models share, on the current backend. */
export class Trunk {
  private constructor(
    private readonly spec: TrunkSpec,
    private readonly graph: GraphModel,
  ) {}

  static async load(spec: TrunkSpec, parts: GraphParts): Promise<Trunk> {
    return new Trunk(spec, await buildGraph(parts));
  }

  /** How many numbers describe a photo. */
  get featureCount(): number {
    return this.spec.taps.reduce((sum, { length }) => sum + length, 0);
  }

  /**
   * Pooled features: each tap averaged over the picture and scaled to unit length, then all joined.
   * Call it inside `tidy`.
   *
   * @param input [photos, height, width, 3], as `trunk.json` says.
   * @returns [photos, featureCount]
   */
  computeFeatures(input: Tensor4D): Tensor2D {
    return this.pool(this.execute(input, []));
  }

  /**
   * The same, and what one of the trunk's nodes says on the way. Call it inside `tidy`.
   *
   * @returns `inside` is the node's own output.
   */
  computeFeaturesAnd(input: Tensor4D, node: string): { features: Tensor2D; inside: Tensor } {
    const tensors = this.execute(input, [node]);
    const inside = tensors.at(-1);
    if (!inside) throw new ClassifierError('model-output-unexpected', node);
    return { features: this.pool(tensors), inside };
  }

  private execute(input: Tensor4D, others: readonly string[]): Tensor[] {
    const names = [...this.spec.taps.map(({ node }) => node), ...others];
    const out = this.graph.execute({ [this.spec.input.node]: input }, names);
    return Array.isArray(out) ? out : [out];
  }

  private pool(tensors: readonly Tensor[]): Tensor2D {
    return concat(
      this.spec.taps.map(({ node, length }, i) => poolTap(tensors[i], length, node)),
      1,
    );
  }

  dispose(): void {
    this.graph.dispose();
  }
}

/** Builds a graph model from its parts on the current backend. */
export async function buildGraph(parts: GraphParts): Promise<GraphModel> {
  return loadGraphModel(toHandler(parts));
}

/** Lets tfjs load a model that is in memory already. */
export function toHandler(parts: GraphParts): io.IOHandler {
  return io.fromMemory({
    modelTopology: parts.topology,
    ...(parts.signature ? { signature: parts.signature } : {}),
    weightSpecs: parts.weightSpecs,
    weightData: parts.weightData,
    format: 'graph-model',
  });
}

function poolTap(tap: Tensor | undefined, length: number, node: string): Tensor2D {
  const pooled = tap?.rank === 4 ? mean(tap, [1, 2]) : tap;
  if (pooled?.rank !== 2 || pooled.shape[1] !== length) {
    throw new ClassifierError('model-output-unexpected', `${node}: [${tap?.shape.join(', ')}]`);
  }
  const length2 = maximum(norm(pooled, 2, 1, true), scalar(MIN_NORM));
  return div(pooled, length2);
}
