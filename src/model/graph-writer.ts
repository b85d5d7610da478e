import type { GraphNode } from './graph-nodes';
import { intWeight, floatWeight, type NewWeight, type WeightValues } from './weight-values';

/** A result inside the graph that is being written. */
export interface Value {
  node: string;
  /** With 1 for the batch. */
  shape: number[];
}

/** A layer, or the way it is used, that has no plain counterpart among graph operations. */
export class UnusualLayer extends Error {}

/** A node's settings. */
export type Attributes = NonNullable<GraphNode['attr']>;

/** Writes a graph node by node, and knows the shape of each. */
export class GraphWriter {
  readonly nodes: GraphNode[] = [];
  readonly added: NewWeight[] = [];
  readonly shapes = new Map<string, number[]>();
  private readonly names = new Set<string>();

  constructor(readonly weights: WeightValues) {}

  /** Writes a node that makes `shape` of `inputs`. */
  push(name: string, op: string, inputs: string[], attr: Attributes, shape: number[]): Value {
    this.claim(name);
    this.nodes.push({ name, op, ...(inputs.length > 0 ? { input: inputs } : {}), attr });
    this.shapes.set(name, shape);
    return { node: name, shape };
  }

  /**
   * Names a weight of the file as a constant.
   *
   * @param shape What it must be, as the layers before it say.
   */
  weight(layer: string, weight: string, shape: readonly number[]): string {
    const name = this.findWeight(layer, weight);
    if (this.weights.find(name)?.shape.join() !== shape.join()) {
      throw new UnusualLayer(`${name} is not [${shape.join(', ')}]`);
    }
    this.declare(name);
    return name;
  }

  /** A constant that the file doesn't hold. */
  integers(name: string, values: number[], shape?: number[]): string {
    return this.add(intWeight(name, values, shape));
  }

  floats(name: string, values: Float32Array): string {
    return this.add(floatWeight(name, [values.length], values));
  }

  private add(weight: NewWeight): string {
    this.declare(weight.spec.name);
    this.added.push(weight);
    return weight.spec.name;
  }

  private declare(name: string): void {
    this.claim(name);
    this.nodes.push({ name, op: 'Const', attr: {} });
  }

  private claim(name: string): void {
    if (this.names.has(name)) throw new UnusualLayer(`two nodes are called ${name}`);
    this.names.add(name);
  }

  /** Keras writes `layer/weight`; TensorFlow 2.2 and later put a cell's name in between. */
  private findWeight(layer: string, weight: string): string {
    const plain = `${layer}/${weight}`;
    if (this.weights.find(plain)) return plain;
    const longer = `${layer}/${layer}/${weight}`;
    if (this.weights.find(longer)) return longer;
    throw new UnusualLayer(`no weight ${plain}`);
  }
}
