import type { GraphModel } from '@tensorflow/tfjs-converter';
import { cast, keep, type Tensor } from '@tensorflow/tfjs-core';
import { type GraphNode, parseNodes, takesIntegers, textOf } from '../model/graph-nodes';
import type { GraphParts } from '../model/graph-parts';
import { buildWhole } from './build-whole';
import type { Runner } from './runner';
import { buildGraph } from './trunk';

/** Operations whose results tfjs can only wait for. */
const waiting = new Set([
  ...['Switch', 'Merge', 'Where', 'ListDiff', 'NonMaxSuppressionV2', 'NonMaxSuppressionV3'],
  ...['NonMaxSuppressionV4', 'NonMaxSuppressionV5'],
]);

/** A graph model on the current backend. */
export class GraphRunner implements Runner {
  readonly channelsFirst: boolean;
  private readonly names: ReadonlySet<string>;
  private readonly isWaiting: boolean;
  private readonly takesIntegers: boolean;

  private constructor(
    private readonly model: GraphModel,
    private readonly input: string,
    nodes: readonly GraphNode[],
  ) {
    this.names = new Set(nodes.map(({ name }) => name));
    this.isWaiting = nodes.some(({ op }) => waiting.has(op) || op.startsWith('TensorList'));
    const formats = nodes.map((node) => textOf(node, 'data_format')).filter(Boolean);
    this.channelsFirst = formats.length > 0 && formats.every((format) => format === 'NCHW');
    this.takesIntegers = takesIntegers(nodes, input);
  }

  /** @param input The node that is fed. */
  static async build(parts: GraphParts, input: string): Promise<GraphRunner> {
    const nodes = parseNodes(parts.topology);
    return buildWhole(async () => {
      const model = await buildGraph(parts);
      Object.values(model.weights).flat().forEach(keep);
      return new GraphRunner(model, input, nodes);
    });
  }

  has(node: string): boolean {
    return this.names.has(node);
  }

  async run(picture: Tensor, nodes: readonly string[]): Promise<Tensor[]> {
    const fed = this.takesIntegers ? cast(picture, 'int32') : picture;
    try {
      const feed = { [this.input]: fed };
      const out = this.isWaiting
        ? await this.model.executeAsync(feed, [...nodes])
        : this.model.execute(feed, [...nodes]);
      return Array.isArray(out) ? out : [out];
    } finally {
      if (fed !== picture) fed.dispose();
    }
  }

  dispose(): void {
    this.model.dispose();
  }
}
