import type { OutputKind } from '../core/contract';
import { ClassifierError } from '../core/errors';
import { type GraphNode, inputsOf, pruneNodes, stripPort, textsOf } from './graph-nodes';

/** Where a network's answer, logits and features may be, by its structure alone. */
interface FoundTaps {
  /** The node before the last softmax or sigmoid; `null` where the answer comes from neither. */
  logits: string | null;
  /** What the structure says the answer is; `null` when its last operation says nothing. */
  output: OutputKind | null;
  /** Places for the features, the best first. */
  features: string[];
  /** Whether the answer is sorted by size, so that nobody knows whose number is whose. */
  isRanked: boolean;
}

/** Operations and layers that only hand on or rearrange numbers, or keep their differences. */
const passing = new Set([
  ...['Identity', 'StopGradient', 'Reshape', 'Squeeze', 'ExpandDims', 'Cast', 'Snapshot'],
  ...['PreventGradient', 'CheckNumerics', 'PlaceholderWithDefault', 'LogSoftmax'],
  ...['Flatten', 'Dropout', 'SpatialDropout2D', 'GaussianNoise', 'GaussianDropout', 'Permute'],
]);
/** Operations and layers that act on each number by itself, with or without a constant. */
const pointwise = new Set([
  ...['Relu', 'Relu6', 'Elu', 'Selu', 'LeakyRelu', 'Prelu', 'Sigmoid', 'Tanh', 'Softplus', 'Exp'],
  ...['BiasAdd', 'Add', 'AddV2', 'Sub', 'Mul', 'RealDiv', 'Maximum', 'Minimum', 'ClipByValue'],
  ...['FusedBatchNorm', 'FusedBatchNormV2', 'FusedBatchNormV3'],
  ...['Activation', 'ReLU', 'LeakyReLU', 'PReLU', 'ELU', 'BatchNormalization'],
]);
/** One number of many, that all of them are compared with. */
const levels = new Set(['Max', 'Sum']);
const weighted = new Set(['MatMul', '_FusedMatMul', 'BatchMatMul', 'BatchMatMulV2', 'Dense']);
const convolutions = new Set(['Conv2D', '_FusedConv2D']);
const pools = new Set([
  ...['Mean', 'Max', 'AvgPool', 'MaxPool', 'GlobalAveragePooling2D', 'GlobalMaxPooling2D'],
  ...['AveragePooling2D', 'MaxPooling2D'],
]);

/**
 * Walks back from the answer: through softmax or sigmoid to the logits, through the last dense block
 * to the pooled features. A place after a pooling comes first, then inputs of dense layers, then
 * feature maps.
 *
 * @param output The node of the answer.
 */
export function findTaps(nodes: readonly GraphNode[], output: string): FoundTaps {
  const walk = new Walk(nodes);
  const last = walk.skip(output, passing);
  const end = walk.node(last);
  const kind = end ? kindOf(end) : null;
  const isSquashed = end?.op === 'Softmax' || end?.op === 'Sigmoid';
  const logits = isSquashed ? walk.from(end) : null;
  return {
    logits,
    output: kind,
    features: walk.findFeatures(logits ?? last),
    isRanked: end !== null && /^TopK/.test(end.op),
  };
}

/** The nodes that are fed, among those that `output` needs. */
export function findInputs(nodes: readonly GraphNode[], output: string): string[] {
  return pruneNodes(nodes, [output])
    .filter(({ op }) => op === 'Placeholder')
    .map(({ name }) => name);
}

/** The nodes that nobody reads, or what the signature says. */
export function findOutputs(
  nodes: readonly GraphNode[],
  signature: Record<string, unknown> | null,
): string[] {
  const named = Object.values(asRecord(signature?.['outputs']))
    .map((one) => asRecord(one)['name'])
    .filter((name) => typeof name === 'string')
    .map(stripPort)
    .filter((name) => nodes.some((node) => node.name === name));
  if (named.length > 0) return named;
  const read = new Set(nodes.flatMap(inputsOf));
  return nodes
    .filter(({ name, op }) => !read.has(name) && !['Const', 'Placeholder', 'NoOp'].includes(op))
    .map(({ name }) => name);
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function kindOf({ op, ...node }: GraphNode): OutputKind | null {
  if (op === 'Softmax') return 'probabilities';
  if (op === 'Sigmoid' || textsOf({ op, ...node }, 'fused_ops').includes('Sigmoid')) {
    return 'sigmoid';
  }
  const plain = weighted.has(op) || convolutions.has(op) || op === 'BiasAdd';
  return plain && op !== 'Dense' ? 'logits' : null;
}

/** Reads a graph against the direction of its numbers. */
class Walk {
  private readonly byName: Map<string, GraphNode>;

  constructor(nodes: readonly GraphNode[]) {
    this.byName = new Map(nodes.map((node) => [node.name, node]));
  }

  node(name: string): GraphNode | null {
    return this.byName.get(name) ?? null;
  }

  /** The input that is not a constant; `null` when there are several or none. */
  from(node: GraphNode): string | null {
    const [first, second, ...others] = inputsOf(node).filter((name) => !this.isConstant(name));
    if (first === undefined || others.length > 0) return null;
    if (second === undefined || this.isLevelOf(second, first)) return first;
    return this.isLevelOf(first, second) ? second : null;
  }

  /** Softmax written out takes the largest number away, and divides by the sum. */
  private isLevelOf(name: string, numbers: string): boolean {
    const node = this.byName.get(name);
    return node !== undefined && levels.has(node.op) && this.from(node) === numbers;
  }

  /** Back over nodes of these operations. */
  skip(name: string, ops: ReadonlySet<string>): string {
    let at = name;
    for (let left = this.byName.size; left > 0; left--) {
      const node = this.byName.get(at);
      const before = node && ops.has(node.op) ? this.from(node) : null;
      if (before === null) return at;
      at = before;
    }
    // More steps than nodes: a circle.
    throw new ClassifierError('model-unsupported', `the graph runs in a circle at ${name}`);
  }

  findFeatures(logits: string): string[] {
    const pooled: string[] = [];
    const dense: string[] = [];
    const maps: string[] = [];
    let at = logits;
    let denseSeen = false;
    for (let left = this.byName.size; left > 0; left--) {
      const node = this.byName.get(at);
      if (!node) break;
      const before = this.from(node);
      if (before === null) break;
      if (pools.has(node.op)) {
        if (denseSeen) {
          pooled.push(node.name);
          break;
        }
      } else if (weighted.has(node.op)) {
        denseSeen = true;
        dense.push(this.skip(before, passing));
      } else if (convolutions.has(node.op)) {
        // The last layer may be a convolution: over pooled features, or over a map pooled later.
        if (denseSeen) {
          maps.push(node.name);
          break;
        }
        denseSeen = true;
        maps.push(this.skip(before, passing));
      } else if (!passing.has(node.op) && !pointwise.has(node.op)) {
        if (denseSeen) maps.push(node.name);
        break;
      }
      at = before;
    }
    const places = [...new Set([...pooled, ...dense, ...maps])];
    return places.filter((name) => this.byName.get(name)?.op !== 'Placeholder');
  }

  private isConstant(name: string): boolean {
    const op = this.byName.get(name)?.op;
    return op === 'Const' || op === 'PlaceholderWithDefault';
  }
}
