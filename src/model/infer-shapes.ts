import { type GraphNode, inputsOf, numbersOf, placeholderShape, textOf } from './graph-nodes';
import type { WeightValues } from './weight-values';

/** A shape, or `null` where it can't be known without running. */
type Shape = readonly number[] | null;

/**
 * Works out how large every result of a graph is, without running it.
 *
 * @param input Shape of the picture, with 1 for the batch: what is fed to every placeholder.
 */
export function inferShapes(
  nodes: readonly GraphNode[],
  weights: WeightValues,
  input: readonly number[],
): Map<string, Shape> {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const shapes = new Map<string, Shape>();
  // Without recursion: a chain may be longer than the stack. A node in a circle stays unknown.
  for (const { name } of nodes) {
    const stack = [name];
    for (let at = stack.at(-1); at !== undefined; at = stack.at(-1)) {
      const node = byName.get(at);
      const missing = node ? inputsOf(node).filter((one) => !shapes.has(one)) : [];
      const next = missing.find((one) => byName.has(one) && !stack.includes(one));
      if (next !== undefined && !shapes.has(at)) {
        stack.push(next);
        continue;
      }
      stack.pop();
      if (node && !shapes.has(at)) shapes.set(at, inferShape(node, shapes, weights, input));
    }
  }
  return shapes;
}

const sameAsFirst = new Set([
  ...['Identity', 'StopGradient', 'BiasAdd', 'Relu', 'Relu6', 'Elu', 'Selu', 'LeakyRelu', 'Prelu'],
  ...['Sigmoid', 'Tanh', 'Softmax', 'Softplus', 'Cast', 'ClipByValue', 'Exp', 'Sqrt', 'Rsqrt'],
  ...['FusedBatchNorm', 'FusedBatchNormV2', 'FusedBatchNormV3'],
]);
const broadcast = new Set([
  ...['Add', 'AddV2', 'Sub', 'Mul', 'RealDiv', 'Maximum', 'Minimum', 'SquaredDifference'],
]);

function inferShape(
  node: GraphNode,
  shapes: ReadonlyMap<string, Shape>,
  weights: WeightValues,
  input: readonly number[],
): Shape {
  const [first, second] = inputsOf(node);
  const x = shapes.get(first ?? '') ?? null;
  const rank = x?.length ?? 0;
  const numbers = (name?: string) =>
    name !== undefined && weights.find(name) ? [...weights.read(name)] : null;
  switch (node.op) {
    case 'Const':
      return weights.find(node.name)?.shape ?? null;
    case 'Placeholder':
      return (placeholderShape(node) ?? [...input]).map((side, i) =>
        side > 0 && i > 0 ? side : (input[i] ?? 1),
      );
    case 'Conv2D':
    case '_FusedConv2D':
    case 'DepthwiseConv2dNative':
    case 'FusedDepthwiseConv2dNative':
      return inferWindow(node, x, shapes.get(second ?? '') ?? null);
    case 'AvgPool':
    case 'MaxPool': {
      const [, rows = 1, columns = 1] = numbersOf(node, 'ksize');
      return inferWindow(node, x, [rows, columns, 0, x?.[3] ?? 0]);
    }
    case 'MatMul':
    case '_FusedMatMul':
      return x && [x[0] ?? 1, shapes.get(second ?? '')?.at(-1) ?? 1];
    case 'Pad':
    case 'PadV2': {
      const amounts = numbers(second);
      return x && amounts && x.map((side, i) => side + sum(amounts.slice(2 * i, 2 * i + 2)));
    }
    case 'Mean':
    case 'Max': {
      const axes = numbers(second)?.map((axis) => resolveAxis(axis, rank));
      if (!x || !axes) return null;
      return node.attr?.['keep_dims']?.b
        ? x.map((side, i) => (axes.includes(i) ? 1 : side))
        : x.filter((_, i) => !axes.includes(i));
    }
    case 'Reshape': {
      const target = numbers(second);
      const known = product((target ?? []).filter((side) => side > 0));
      return x && target && target.map((side) => (side > 0 ? side : product(x) / known));
    }
    case 'Squeeze': {
      const axes = numbersOf(node, 'squeeze_dims').map((axis) => resolveAxis(axis, rank));
      // Without a list every side of 1 goes, the number of photos too when it is 1.
      return x && axes.length > 0 ? x.filter((_, i) => !axes.includes(i)) : null;
    }
    case 'ConcatV2': {
      const parts = inputsOf(node).slice(0, -1);
      const axis = resolveAxis(numbers(inputsOf(node).at(-1))?.[0] ?? NaN, rank);
      const sides = parts.map((name) => shapes.get(name)?.[axis] ?? NaN);
      const total = sum(sides);
      return x && Number.isFinite(total) ? x.map((side, i) => (i === axis ? total : side)) : null;
    }
    default: {
      if (sameAsFirst.has(node.op)) return x;
      const y = shapes.get(second ?? '') ?? null;
      if (!broadcast.has(node.op) || !x || !y) return null;
      const [long, short] = x.length >= y.length ? [x, y] : [y, x];
      const offset = long.length - short.length;
      return long.map((side, i) => Math.max(side, short[i - offset] ?? 1));
    }
  }
}

/** Counts an axis from the front; -1 is the last. */
export function resolveAxis(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

/** What slides a window over a picture [1, height, width, channels]. */
function inferWindow(node: GraphNode, x: Shape, kernel: Shape): Shape {
  if (x?.length !== 4 || kernel?.length !== 4 || textOf(node, 'data_format') === 'NCHW')
    return null;
  const strides = numbersOf(node, 'strides');
  const dilations = numbersOf(node, 'dilations');
  const explicit = numbersOf(node, 'explicit_paddings');
  const padding = textOf(node, 'padding');
  const sides = [1, 2].map((axis) => {
    const stride = Math.max(1, strides[axis] ?? 1);
    const size = (x[axis] ?? 0) + sum(explicit.slice(2 * axis, 2 * axis + 2));
    if (padding === 'SAME') return Math.ceil(size / stride);
    const reach = ((kernel[axis - 1] ?? 1) - 1) * (dilations[axis] ?? 1) + 1;
    return Math.max(0, Math.floor((size - reach) / stride) + 1);
  });
  const depthwise = node.op.includes('Depthwise');
  const channels = depthwise ? product(kernel.slice(2)) : (kernel[3] ?? 0);
  return [x[0] ?? 1, ...sides, channels];
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

function product(values: readonly number[]): number {
  return values.reduce((a, b) => a * b, 1);
}
