import { type GraphNode, inputsOf, numbersOf, parseNodes, textOf, textsOf } from './graph-nodes';
import type { TrunkParts } from './read-trunk';
import { WeightValues } from './weight-values';

/**
 * The weights of an inverted residual block without its shortcut (Sandler et al., "MobileNetV2",
 * arXiv 1801.04381), batch norm folded in. Its last step has no activation, so it is done after the
 * average over the picture, on one position instead of on all: the same numbers at a fraction of the
 * work.
 */
export interface BlockWeights {
  /** 1 × 1: [in × middle], and [middle]; relu6 after it. */
  expand: Float32Array<ArrayBuffer>;
  expandBias: Float32Array<ArrayBuffer>;
  /** [side × side × middle], and [middle]; relu6 after it. */
  depthwise: Float32Array<ArrayBuffer>;
  depthwiseBias: Float32Array<ArrayBuffer>;
  /** Of the average over the picture: [middle × out], and [out]. */
  project: Float32Array<ArrayBuffer>;
  projectBias: Float32Array<ArrayBuffer>;
}

/** How many channels a block has at each step, and how wide its depthwise kernel is. */
export interface BlockShape {
  in: number;
  middle: number;
  out: number;
  kernelSide: number;
}

/** The block that a tap of a trunk reads, averaged over the picture. */
export interface LastBlock {
  /** The node that it reads: [photos, height, width, in]. */
  input: string;
  /** Its nodes, in order. */
  nodes: Record<'expand' | 'depthwise' | 'pool' | 'flat' | 'project', GraphNode>;
  /** The tap that is its last step. */
  tap: number;
  shape: BlockShape;
  weights: BlockWeights;
}

/**
 * Finds the last block of a trunk that can be tuned: the deepest tap that is an inverted residual
 * block, averaged over the picture.
 *
 * @returns `null` when no tap is.
 */
export function findLastBlock({ graph, spec }: TrunkParts): LastBlock | null {
  const nodes = parseNodes(graph.topology);
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const values = new WeightValues(graph.weightSpecs, graph.weightData);
  const blocks = spec.taps.flatMap(({ node }, tap) => {
    const block = readBlock(byName, values, node);
    return block ? [{ ...block, tap, at: nodes.indexOf(block.nodes.expand) }] : [];
  });
  const last = blocks.sort((a, b) => b.at - a.at)[0];
  if (!last) return null;
  const { at: _, ...block } = last;
  return block;
}

function readBlock(
  nodes: ReadonlyMap<string, GraphNode>,
  values: WeightValues,
  tap: string,
): Omit<LastBlock, 'tap'> | null {
  const inputOf = (node: GraphNode | undefined) => nodes.get((node && inputsOf(node)[0]) ?? '');
  const project = nodes.get(tap);
  const flat = inputOf(project);
  const pool = inputOf(flat);
  const depthwise = inputOf(pool);
  const expand = inputOf(depthwise);
  const input = inputOf(expand);
  if (!project || !flat || !pool || !depthwise || !expand || !input) return null;
  const isBlock =
    isStep(project, '_FusedMatMul', ['BiasAdd']) &&
    flat.op === 'Squeeze' &&
    pool.op === 'AvgPool' &&
    isStep(depthwise, 'FusedDepthwiseConv2dNative', ['BiasAdd', 'Relu6']) &&
    isStep(expand, '_FusedConv2D', ['BiasAdd', 'Relu6']) &&
    [depthwise, expand].every(keepsSize);
  if (!isBlock) return null;
  const [kernel, bias] = readStep(expand, values);
  const [depthwiseKernel, depthwiseBias] = readStep(depthwise, values);
  const [projectKernel, projectBias] = readStep(project, values);
  const [kernelSide = 0, width, channels, multiplier] = depthwiseKernel.shape;
  const [height1, width1, from = 0, middle = 0] = kernel.shape;
  const [, out = 0] = projectKernel.shape;
  const isPointwise = height1 === 1 && width1 === 1;
  const isOdd = kernelSide % 2 === 1 && kernelSide === width;
  if (!isPointwise || !isOdd || channels !== middle || multiplier !== 1) return null;
  return {
    input: input.name,
    nodes: { expand, depthwise, pool, flat, project },
    shape: { in: from, middle, out, kernelSide },
    weights: {
      expand: kernel.values,
      expandBias: bias.values,
      depthwise: depthwiseKernel.values,
      depthwiseBias: depthwiseBias.values,
      project: projectKernel.values,
      projectBias: projectBias.values,
    },
  };
}

/** A product with weights and a bias, with just these operations folded into it. */
function isStep(node: GraphNode, op: string, fused: readonly string[]): boolean {
  return (
    node.op === op &&
    textsOf(node, 'fused_ops').join() === fused.join() &&
    inputsOf(node).length === 3
  );
}

/** Whether a convolution gives as many rows and columns as it takes. */
function keepsSize(node: GraphNode): boolean {
  const isOne = (name: string) => numbersOf(node, name).every((value) => value === 1);
  return (
    isOne('strides') &&
    isOne('dilations') &&
    textOf(node, 'padding') === 'SAME' &&
    ['', 'NHWC'].includes(textOf(node, 'data_format'))
  );
}

function readStep(node: GraphNode, values: WeightValues) {
  const [, kernel = '', bias = ''] = inputsOf(node);
  const read = (name: string) => ({
    shape: values.find(name)?.shape ?? [],
    values: Float32Array.from(values.find(name) ? values.read(name) : []),
  });
  return [read(kernel), read(bias)] as const;
}
