import { ClassifierError } from '../../core/errors';
import { type GraphNode, inputsOf, numbersOf, textOf, textsOf } from '../graph-nodes';
import type { GraphParts } from '../graph-parts';
import { inferShapes, resolveAxis } from '../infer-shapes';
import { WeightValues } from '../weight-values';
import type { KerasWriter, LayerWeight } from './keras-writer';

/** Operations that become one layer without weights, and its settings. */
const simple: Record<string, [className: string, config: Record<string, unknown>]> = {
  Relu: ['ReLU', {}],
  Relu6: ['ReLU', { max_value: 6 }],
  Elu: ['ELU', { alpha: 1 }],
  Sigmoid: ['Activation', { activation: 'sigmoid' }],
  Tanh: ['Activation', { activation: 'tanh' }],
  Softmax: ['Activation', { activation: 'softmax' }],
  Add: ['Add', {}],
  AddV2: ['Add', {}],
  Mul: ['Multiply', {}],
};

/**
 * Writes a folded graph as standard Keras layers, operation by operation. TensorFlow's `SAME` padding
 * is Keras' `same`, so convolutions stay what they are.
 */
export class GraphToLayers {
  private readonly weights: WeightValues;
  private readonly nodes: ReadonlyMap<string, GraphNode>;
  private readonly shapes: ReturnType<typeof inferShapes>;
  /** The layer that stands for each node. */
  private readonly layers = new Map<string, string>();

  /**
   * @param inputShape [1, height, width, channels].
   * @param fed The layer that is fed to the graph's placeholder.
   */
  constructor(
    nodes: readonly GraphNode[],
    graph: Pick<GraphParts, 'weightSpecs' | 'weightData'>,
    inputShape: readonly number[],
    private readonly writer: KerasWriter,
    private readonly fed: string,
  ) {
    this.weights = new WeightValues(graph.weightSpecs, graph.weightData);
    this.nodes = new Map(nodes.map((node) => [node.name, node]));
    this.shapes = inferShapes(nodes, this.weights, inputShape);
  }

  /** The shape of a node's result, with 1 for the batch. */
  shapeOf(node: string): readonly number[] {
    const shape = this.shapes.get(node);
    if (!shape) throw unsupported(`the size of ${node}`);
    return shape;
  }

  /**
   * The layer that gives a node's result, written with all that it needs.
   *
   * @throws ClassifierError `export-layers-unsupported` with the operation that no layer stands for.
   */
  write(wanted: string): string {
    // Without recursion: a chain may be longer than the stack.
    const stack = [wanted];
    for (let name = stack.at(-1); name !== undefined; name = stack.at(-1)) {
      const node = this.need(name);
      const missing = this.layers.has(name)
        ? undefined
        : inputsOf(node).find((input) => !this.layers.has(input) && !this.isConstant(input));
      if (missing !== undefined) {
        if (stack.includes(missing)) throw unsupported(`a circle at ${missing}`);
        stack.push(missing);
        continue;
      }
      stack.pop();
      if (!this.layers.has(name)) this.layers.set(name, this.writeNode(node));
    }
    return this.layers.get(wanted) ?? '';
  }

  private writeNode(node: GraphNode): string {
    const { name, op } = node;
    switch (op) {
      case 'Placeholder':
        return this.fed;
      case 'Identity':
      case 'StopGradient':
        return this.input(node, 0);
      case 'Conv2D':
      case '_FusedConv2D':
      case 'DepthwiseConv2dNative':
      case 'FusedDepthwiseConv2dNative':
        return this.activate(node, this.writeConvolution(node));
      case 'MatMul':
      case '_FusedMatMul':
        return this.activate(node, this.writeDense(node));
      case 'Mean':
        return this.writeMean(node);
      case 'AvgPool':
      case 'MaxPool': {
        const [, rows = 1, columns = 1] = numbersOf(node, 'ksize');
        const className = op === 'AvgPool' ? 'AveragePooling2D' : 'MaxPooling2D';
        const config = { pool_size: [rows, columns], ...readWindow(node) };
        return this.writer.add(className, name, [this.input(node, 0)], config);
      }
      case 'Pad':
        return this.writePadding(node, this.input(node, 0), this.numbers(node, 1).slice(2, 6));
      case 'Reshape':
      case 'Squeeze':
      case 'ExpandDims': {
        const config = { target_shape: this.shapeOf(name).slice(1) };
        return this.writer.add('Reshape', name, [this.input(node, 0)], config);
      }
      case 'ConcatV2': {
        const parts = inputsOf(node).slice(0, -1);
        const [axis = NaN] = this.numbers(node, parts.length);
        const inputs = parts.map((_, i) => this.input(node, i));
        return this.writer.add('Concatenate', name, inputs, { axis });
      }
      case 'BiasAdd':
      case 'Add':
      case 'AddV2':
        return inputsOf(node).some((input) => this.isConstant(input))
          ? this.writeOffset(node)
          : this.writeSimple(node);
      default:
        return this.writeSimple(node);
    }
  }

  /** A constant for each number of a list: a convolution of one pixel, since Keras only adds layers. */
  private writeOffset(node: GraphNode): string {
    const { name } = node;
    const inputs = inputsOf(node);
    const at = inputs.findIndex((input) => this.isConstant(input));
    const [from = ''] = inputs.filter((_, i) => i !== at);
    const length = this.shapeOf(from).at(-1) ?? 0;
    const bias = this.constant(inputs[at] ?? '', [length]);
    const isList = this.shapeOf(from).length === 2;
    if (!isList || bias.values.length !== length) {
      throw unsupported(`${node.op} with a constant (${name})`);
    }
    const reshape = (step: string, layer: string, target: number[]) =>
      this.writer.add('Reshape', `${name}/${step}`, [layer], { target_shape: target });
    const map = reshape('as_map', this.input(node, 1 - at), [1, 1, length]);
    const sum = this.writer.add(
      'DepthwiseConv2D',
      name,
      [map],
      {
        ...{ kernel_size: [1, 1], strides: [1, 1], padding: 'valid', depth_multiplier: 1 },
        ...{ dilation_rate: [1, 1], activation: 'linear', use_bias: true },
      },
      {
        depthwise_kernel: { shape: [1, 1, length, 1], values: new Float32Array(length).fill(1) },
        bias,
      },
    );
    return reshape('as_list', sum, [length]);
  }

  private writeSimple(node: GraphNode): string {
    const layer = simple[node.op];
    if (!layer) throw unsupported(`${node.op} (${node.name})`);
    const [className, config] = layer;
    const inputs = inputsOf(node).map((_, i) => this.input(node, i));
    return this.writer.add(className, node.name, inputs, config);
  }

  private writeConvolution(node: GraphNode): string {
    const { name } = node;
    if (textOf(node, 'data_format') === 'NCHW') throw unsupported(`channels first (${name})`);
    const [, kernelName = '', biasName] = inputsOf(node);
    const kernel = this.constant(kernelName);
    const [rows = 1, columns = 1, inner = 1, outer = 1] = kernel.shape;
    const dilations = numbersOf(node, 'dilations').slice(1, 3);
    let from = this.input(node, 0);
    const explicit = numbersOf(node, 'explicit_paddings').slice(2, 6);
    if (explicit.length > 0) from = this.writePadding(node, from, explicit);
    const isDepthwise = node.op.includes('Depthwise');
    // tfjs-layers would take no notice of it.
    if (isDepthwise && dilations.some((step) => step !== 1)) {
      throw unsupported(`a depthwise convolution with dilation (${name})`);
    }
    const config = {
      kernel_size: [rows, columns],
      ...readWindow(node),
      dilation_rate: dilations.length === 2 ? dilations : [1, 1],
      activation: 'linear',
      use_bias: biasName !== undefined,
      ...(isDepthwise ? { depth_multiplier: outer } : { filters: outer }),
    };
    const weights: Record<string, LayerWeight> = {
      [isDepthwise ? 'depthwise_kernel' : 'kernel']: kernel,
    };
    if (biasName !== undefined) {
      weights['bias'] = this.constant(biasName, [isDepthwise ? inner * outer : outer]);
    }
    const className = isDepthwise ? 'DepthwiseConv2D' : 'Conv2D';
    return this.writer.add(className, name, [from], config, weights);
  }

  private writeDense(node: GraphNode): string {
    const { name } = node;
    if (node.attr?.['transpose_a']?.b || node.attr?.['transpose_b']?.b) {
      throw unsupported(`a transposed product (${name})`);
    }
    const [, kernelName = '', biasName] = inputsOf(node);
    const kernel = this.constant(kernelName);
    const units = kernel.shape[1] ?? 0;
    const config = { units, activation: 'linear', use_bias: biasName !== undefined };
    const weights: Record<string, LayerWeight> = { kernel };
    if (biasName !== undefined) weights['bias'] = this.constant(biasName, [units]);
    return this.writer.add('Dense', name, [this.input(node, 0)], config, weights);
  }

  /** The activation that a fused operation ends with, as a layer of its own. */
  private activate(node: GraphNode, layer: string): string {
    const steps = textsOf(node, 'fused_ops').filter((step) => step !== 'BiasAdd');
    return steps.reduce((from, step) => {
      const known = simple[step];
      if (!known) throw unsupported(`${step} (${node.name})`);
      return this.writer.add(known[0], `${node.name}/${step}`, [from], known[1]);
    }, layer);
  }

  private writeMean(node: GraphNode): string {
    const from = this.input(node, 0);
    const rank = this.shapeOf(inputsOf(node)[0] ?? '').length;
    const axes = this.numbers(node, 1).map((axis) => resolveAxis(axis, rank));
    if (rank !== 4 || axes.toSorted().join() !== '1,2') throw unsupported(`Mean (${node.name})`);
    const pooled = this.writer.add('GlobalAveragePooling2D', node.name, [from]);
    if (!node.attr?.['keep_dims']?.b) return pooled;
    const config = { target_shape: this.shapeOf(node.name).slice(1) };
    return this.writer.add('Reshape', `${node.name}/keep`, [pooled], config);
  }

  /** @param amounts Above, below, left, right. */
  private writePadding(node: GraphNode, from: string, amounts: readonly number[]): string {
    const [above = 0, below = 0, left = 0, right = 0] = amounts;
    const padding = [
      [above, below],
      [left, right],
    ];
    return this.writer.add('ZeroPadding2D', `${node.name}/pad`, [from], { padding });
  }

  private input(node: GraphNode, index: number): string {
    const name = inputsOf(node)[index] ?? '';
    const layer = this.layers.get(name);
    if (layer !== undefined) return layer;
    throw unsupported(`${node.op} with a constant (${node.name})`);
  }

  private numbers(node: GraphNode, index: number): number[] {
    return [...this.weights.read(inputsOf(node)[index] ?? '')];
  }

  private constant(name: string, shape?: number[]): LayerWeight {
    const found = this.weights.find(name)?.shape;
    if (!found) throw unsupported(`weights that are computed (${name})`);
    return { shape: shape ?? found, values: this.weights.read(name) };
  }

  private isConstant(name: string): boolean {
    return this.weights.find(name) !== null;
  }

  private need(name: string): GraphNode {
    const node = this.nodes.get(name);
    if (node) return node;
    throw unsupported(`no node ${name}`);
  }
}

function readWindow(node: GraphNode): { strides: number[]; padding: string } {
  const [, rows = 1, columns = 1] = numbersOf(node, 'strides');
  // Explicit amounts were written as a layer before.
  return {
    strides: [rows, columns],
    padding: textOf(node, 'padding') === 'SAME' ? 'same' : 'valid',
  };
}

function unsupported(what: string): ClassifierError {
  return new ClassifierError('export-layers-unsupported', what);
}
