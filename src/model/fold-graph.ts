import { joinBytes } from './fetched-files';
import { GraphEditor } from './graph-editor';
import {
  type GraphNode,
  inputsOf,
  isPlain,
  numbersOf,
  parseNodes,
  pruneNodes,
  textOf,
  textsOf,
} from './graph-nodes';
import type { GraphParts } from './graph-parts';
import { floatWeight, type NewWeight, WeightValues } from './weight-values';

/**
 * Folds what follows a convolution or a matrix product (bias, batch norm, constant factors, an
 * activation) into it: one operation instead of up to four. On wasm a network with its batch norms
 * folded runs in half the time. The numbers stay the same but for rounding. Whatever is unusual
 * stays as it is.
 *
 * @param wanted Nodes that will be asked for. They keep their names; what none of them needs is
 *   left out.
 */
export function foldGraph(graph: GraphParts, wanted: readonly string[]): GraphParts {
  const nodes = pruneNodes(parseNodes(graph.topology), wanted);
  const weights = new WeightValues(graph.weightSpecs, graph.weightData);
  const editor = new GraphEditor(nodes, new Set(wanted));
  const added: NewWeight[] = [];
  for (const node of nodes) {
    const chain = readChain(node, editor, weights);
    if (chain) added.push(...writeFused(chain, editor, weights));
  }
  const folded = pruneNodes(editor.list(), wanted);
  const used = new Set(folded.map(({ name }) => name));
  const kept = graph.weightSpecs.filter(({ name }) => used.has(name));
  return {
    topology: { ...graph.topology, node: folded },
    // Its names may be of nodes that are gone; nodes are asked for by name.
    signature: null,
    weightSpecs: [...kept, ...added.map(({ spec }) => spec)],
    weightData: joinBytes([
      ...kept.map(({ name }) => weights.readBytes(name)),
      ...added.map(({ bytes }) => bytes),
    ]).buffer,
  };
}

const fusedOps: Record<string, string> = {
  Conv2D: '_FusedConv2D',
  DepthwiseConv2dNative: 'FusedDepthwiseConv2dNative',
  MatMul: '_FusedMatMul',
  _FusedConv2D: '_FusedConv2D',
  FusedDepthwiseConv2dNative: 'FusedDepthwiseConv2dNative',
  _FusedMatMul: '_FusedMatMul',
};
/** Activations that every backend can run as a part of the operation before. */
const activations = ['Relu', 'Relu6', 'Elu'];

/** An operation with weights and what follows it, up to the next one. */
interface Chain {
  root: GraphNode;
  kernel: string;
  /** Factor and summand of each output channel. */
  scale: Float64Array;
  offset: Float64Array;
  activation: string | null;
  /** The last node: the fused one takes its place and name. */
  tail: GraphNode;
  absorbed: GraphNode[];
}

/** Reads forward from an operation with weights; `null` when there is nothing to fold. */
function readChain(root: GraphNode, editor: GraphEditor, weights: WeightValues): Chain | null {
  const start = startChain(root, weights);
  if (!start) return null;
  const chain: Chain = { ...start, tail: root, absorbed: [] };
  while (!chain.activation) {
    const next = editor.onlyConsumer(chain.tail.name);
    if (!next || !isPlain(next) || !absorb(chain, next, weights)) break;
    chain.absorbed.push(chain.tail);
    chain.tail = next;
  }
  return chain.absorbed.length === 0 ? null : chain;
}

function startChain(
  root: GraphNode,
  weights: WeightValues,
): Omit<Chain, 'tail' | 'absorbed'> | null {
  const [, kernel, bias, more] = inputsOf(root);
  if (!fusedOps[root.op] || !kernel || more !== undefined || !isPlain(root)) return null;
  const shape = weights.find(kernel)?.shape;
  if (!shape || textOf(root, 'data_format') === 'NCHW') return null;
  if (root.attr?.['transpose_a']?.b || root.attr?.['transpose_b']?.b) return null;
  const rank = root.op.endsWith('MatMul') ? 2 : 4;
  if (shape.length !== rank) return null;
  const [inner = 0, outer = 0] = shape.slice(-2);
  const channels = root.op.includes('Depthwise') ? inner * outer : outer;
  const scale = new Float64Array(channels).fill(1);
  const offset = new Float64Array(channels);
  const fused = textsOf(root, 'fused_ops');
  // A fused operation that has its activation already is complete.
  if (fused.length > 1 || (fused.length === 1 && fused[0] !== 'BiasAdd')) return null;
  if (fused.length === 1) {
    if (!bias || weights.find(bias)?.shape.join() !== String(channels)) return null;
    offset.set(weights.read(bias));
  } else if (bias !== undefined) {
    return null;
  }
  return { root, kernel, scale, offset, activation: null };
}

/** Takes the next node into the chain if it is one of those that can be folded. */
function absorb(chain: Chain, node: GraphNode, weights: WeightValues): boolean {
  const { tail, scale, offset } = chain;
  if (activations.includes(node.op)) {
    chain.activation = node.op;
    return true;
  }
  if (node.op === 'Identity') return true;
  if (node.op.startsWith('FusedBatchNorm')) return absorbBatchNorm(chain, node, weights);
  const [left, right, more] = inputsOf(node);
  if (more !== undefined || left === right) return false;
  const constant = readChannels(left === tail.name ? right : left, chain, weights);
  if (!constant) return false;
  const at = (channel: number) => constant[channel] ?? NaN;
  switch (node.op) {
    case 'BiasAdd':
    case 'Add':
    case 'AddV2':
      offset.forEach((value, i) => (offset[i] = value + at(i)));
      return true;
    case 'Sub':
      if (left !== tail.name) return false;
      offset.forEach((value, i) => (offset[i] = value - at(i)));
      return true;
    case 'Mul':
      offset.forEach((value, i) => (offset[i] = value * at(i)));
      scale.forEach((value, i) => (scale[i] = value * at(i)));
      return true;
    default:
      return false;
  }
}

/** (x - mean) / √(variance + ε) × γ + β, a factor and a summand for each channel. */
function absorbBatchNorm(
  { tail, scale, offset }: Chain,
  node: GraphNode,
  weights: WeightValues,
): boolean {
  const [x, ...parameters] = inputsOf(node);
  if (x !== tail.name || node.attr?.['is_training']?.b === true) return false;
  if (textOf(node, 'data_format') === 'NCHW') return false;
  const sizes = parameters.map((name) => weights.find(name)?.shape.join());
  if (sizes.length !== 4 || sizes.some((size) => size !== String(scale.length))) return false;
  const [gamma, beta, mean, variance] = parameters.map((name) => weights.read(name));
  const epsilon = node.attr?.['epsilon']?.f ?? DEFAULT_EPSILON;
  for (let i = 0; i < scale.length; i++) {
    const factor = (gamma?.[i] ?? NaN) / Math.sqrt((variance?.[i] ?? NaN) + epsilon);
    scale[i] = (scale[i] ?? NaN) * factor;
    offset[i] = ((offset[i] ?? NaN) - (mean?.[i] ?? NaN)) * factor + (beta?.[i] ?? NaN);
  }
  return true;
}

/** As tfjs assumes where a batch norm does not say. */
const DEFAULT_EPSILON = 1e-4;

/** A constant as one number a channel; `null` when it is something else. */
function readChannels(
  name: string | undefined,
  { scale, tail }: Chain,
  weights: WeightValues,
): Float32Array | null {
  const shape = name === undefined ? undefined : weights.find(name)?.shape;
  if (!shape || name === undefined || name === tail.name) return null;
  const channels = scale.length;
  // More than one number, they must lie on the last axis alone.
  const last = shape.at(-1) ?? 1;
  if (shape.slice(0, -1).some((side) => side !== 1)) return null;
  if (last === 1) return new Float32Array(channels).fill(weights.read(name)[0] ?? NaN);
  return last === channels ? weights.read(name) : null;
}

function writeFused(
  { root, kernel, scale, offset, activation, tail, absorbed }: Chain,
  editor: GraphEditor,
  weights: WeightValues,
): NewWeight[] {
  const { name } = tail;
  const bias = editor.freshName(`${name}/folded_bias`);
  const added = [floatWeight(bias, [offset.length], Float32Array.from(offset))];
  let filter = kernel;
  if (scale.some((factor) => factor !== 1)) {
    filter = editor.freshName(`${name}/folded_kernel`);
    const channels = scale.length;
    const values = weights.read(kernel);
    for (let i = 0; i < values.length; i++) {
      values[i] = (values[i] ?? NaN) * (scale[i % channels] ?? NaN);
    }
    added.push(floatWeight(filter, weights.find(kernel)?.shape ?? [], values));
  }
  const { fused_ops: _, num_args: __, ...attr } = root.attr ?? {};
  const steps = ['BiasAdd', ...(activation ? [activation] : [])];
  editor.remove(absorbed);
  for (const { spec } of added) editor.addConstant(spec.name);
  editor.replace(name, {
    name,
    op: fusedOps[root.op] ?? root.op,
    input: [inputsOf(root)[0] ?? '', filter, bias],
    attr: {
      ...attr,
      ...(numbersOf(root, 'dilations').length || root.op.endsWith('MatMul')
        ? {}
        : { dilations: { list: { i: ['1', '1', '1', '1'] } } }),
      num_args: { i: '1' },
      fused_ops: { list: { s: steps.map((step) => btoa(step)) } },
    },
  });
  return added;
}
