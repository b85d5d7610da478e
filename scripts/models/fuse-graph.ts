import type { WeightToPack } from '../../src/model/pack-weights';
import type { Constant, GraphNode, SourceGraph } from './ssd-graph';

/** Which part of the source graph to keep. */
export interface Cut {
  /** Node that is fed. */
  input: string;
  width: number;
  height: number;
  /** Nodes to average over the picture, and what the averages are called. */
  taps: { from: string; node: string; length: number }[];
}

/** A graph of fused operations and the weights they need, in the order of their use. */
export interface FusedGraph {
  nodes: GraphNode[];
  weights: WeightToPack[];
}

/** Name of the node that is fed. */
export const INPUT_NODE = 'input';

/**
 * Cuts a graph down to what its taps need and fuses every convolution with the scale and offset of
 * its batch norm, its activation included: one operation instead of up to four, the same values.
 */
export function fuseGraph(source: SourceGraph, cut: Cut): FusedGraph {
  const fuser = new Fuser(source, cut);
  for (const { from, node } of cut.taps) fuser.emitMean(fuser.emit(from), node);
  return { nodes: fuser.nodes, weights: fuser.weights };
}

/** A convolution and what follows it, up to the next one. */
interface Layer {
  conv: GraphNode;
  kernel: Constant;
  /** Channel by channel; `null` is 1. */
  scale: Constant | null;
  /** Channel by channel; `null` is 0. */
  bias: Constant | null;
  relu6: boolean;
  /** The node that a residual connection adds. */
  skip: string | null;
}

class Fuser {
  readonly nodes: GraphNode[] = [];
  readonly weights: WeightToPack[] = [];
  private readonly emitted = new Map<string, string>();

  constructor(
    private readonly source: SourceGraph,
    { input, width, height }: Cut,
  ) {
    const sides = [-1, height, width, 3];
    this.push(INPUT_NODE, 'Placeholder', [], { dtype: float, shape: { shape: shapeOf(sides) } });
    this.emitted.set(input, INPUT_NODE);
  }

  /** Writes a node and all it needs, once; returns its name in the new graph. */
  emit(name: string): string {
    const known = this.emitted.get(name);
    if (known) return known;
    const layer = this.readLayer(name);
    const input = this.emit(inputOf(layer.conv, 0));
    const skip = layer.skip === null ? null : this.emit(layer.skip);
    const short = shorten(name);
    const fused = skip === null ? short : `${short}/conv`;
    this.emitConvolution(layer, fused, input);
    if (skip !== null) this.push(short, 'AddV2', [fused, skip], { T: float });
    this.emitted.set(name, short);
    return short;
  }

  /** Writes the average of a node over height and width. */
  emitMean(node: string, name: string): void {
    const axes = `${name}/axes`;
    this.pushConstant({ name: axes, shape: [2], values: Int32Array.of(1, 2) });
    this.push(name, 'Mean', [node, axes], { T: float, Tidx: int, keep_dims: { b: false } });
  }

  /** Reads backwards from the last operation of a layer to its convolution. */
  private readLayer(name: string): Layer {
    const node = this.node(name);
    switch (node.op) {
      case 'Relu6':
        return { ...this.readLayer(inputOf(node, 0)), relu6: true };
      case 'Add': {
        const [bias, rest] = this.splitConstant(node);
        return { ...this.readLayer(rest), bias };
      }
      case 'AddN':
        return { ...this.readLayer(inputOf(node, 0)), skip: inputOf(node, 1) };
      case 'Mul': {
        const [scale, rest] = this.splitConstant(node);
        return { ...this.readLayer(rest), scale };
      }
      case 'Conv2D':
      case 'DepthwiseConv2dNative': {
        const kernel = this.source.constants.get(inputOf(node, 1));
        if (!kernel) throw new Error(`${name} has no kernel`);
        return { conv: node, kernel, scale: null, bias: null, relu6: false, skip: null };
      }
      default:
        throw new Error(`${name}: did not expect ${node.op} here`);
    }
  }

  /** The constant input of an operation with two inputs, and the other one. */
  private splitConstant(node: GraphNode): [Constant, string] {
    const [a, b] = [inputOf(node, 0), inputOf(node, 1)];
    const [first, second] = [this.source.constants.get(a), this.source.constants.get(b)];
    if (first) return [first, b];
    if (second) return [second, a];
    throw new Error(`${node.name} has no constant input`);
  }

  private emitConvolution({ conv, kernel, scale, bias, relu6 }: Layer, name: string, x: string) {
    const depthwise = conv.op === 'DepthwiseConv2dNative';
    // A depthwise kernel is [height, width, channels, 1]; an ordinary one ends in its channels.
    const axis = depthwise ? 2 : 3;
    const channels = kernel.shape[axis] ?? 0;
    if (depthwise && kernel.shape[3] !== 1) throw new Error(`${name}: multiplier is not 1`);
    const values = kernel.values.map((value, i) => value * (scale?.values[i % channels] ?? 1));
    this.pushConstant({ name: `${name}/kernel`, shape: kernel.shape, values, axis });
    const offsets = bias?.values ?? new Float32Array(channels);
    this.pushConstant({ name: `${name}/bias`, shape: [channels], values: offsets });
    const { strides, padding, dilations, data_format } = conv.attr;
    this.push(
      name,
      depthwise ? 'FusedDepthwiseConv2dNative' : '_FusedConv2D',
      [x, `${name}/kernel`, `${name}/bias`],
      {
        T: float,
        strides,
        padding,
        dilations,
        data_format,
        num_args: { i: '1' },
        fused_ops: { list: { s: (relu6 ? ['BiasAdd', 'Relu6'] : ['BiasAdd']).map(btoa) } },
      },
    );
  }

  private pushConstant(weight: WeightToPack): void {
    const dtype = weight.values instanceof Int32Array ? int : float;
    this.push(weight.name, 'Const', [], {
      dtype,
      value: { tensor: { dtype: dtype.type, tensorShape: shapeOf(weight.shape) } },
    });
    this.weights.push(weight);
  }

  private push(name: string, op: string, input: string[], attr: Record<string, unknown>): void {
    this.nodes.push({ name, op, ...(input.length ? { input } : {}), attr });
  }

  private node(name: string): GraphNode {
    const node = this.source.nodes.get(name);
    if (!node) throw new Error(`the source graph has no node ${name}`);
    return node;
  }
}

const float = { type: 'DT_FLOAT' };
const int = { type: 'DT_INT32' };

function shapeOf(sides: readonly number[]) {
  return { dim: sides.map((size) => ({ size: String(size) })) };
}

function inputOf(node: GraphNode, index: number): string {
  const name = node.input?.[index];
  if (name === undefined) throw new Error(`${node.name} has no input ${index}`);
  return name;
}

/** Drops the part of a name that all nodes share, and the traces of optimisers. */
function shorten(name: string): string {
  return name
    .replace('FeatureExtractor/MobilenetV2/', '')
    .replace('/BatchNorm/batchnorm/add_1', '')
    .replace('ArithmeticOptimizer/AddOpsRewrite_add', 'sum')
    .replace('/Relu6', '');
}
