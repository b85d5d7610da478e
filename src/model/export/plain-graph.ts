import { joinBytes } from '../fetched-files';
import { type GraphNode, parseNodes, pruneNodes } from '../graph-nodes';
import type { GraphParts } from '../graph-parts';
import { inferShapes } from '../infer-shapes';
import type { TrunkParts } from '../read-trunk';
import { floatWeight, intWeight, type NewWeight, WeightValues } from '../weight-values';
import type { CalibratedHead } from './calibrated-head';

/** Of a squared length. Guards against dividing by zero; no real photo has features that short. */
const MIN_SQUARE = 1e-24;

/** A whole model as one graph, and where its answers are. */
interface PlainGraph {
  graph: GraphParts;
  input: string;
  logits: string;
  probabilities: string;
}

/**
 * Writes trunk and head as one graph: each tap pooled and scaled to unit length, all joined, the
 * head, softmax. It is fed what the trunk is fed.
 *
 * @param channels Of the picture.
 */
export function writePlainGraph(
  { spec, graph }: TrunkParts,
  { weights, biases, features, labels }: CalibratedHead,
  channels: number,
): PlainGraph {
  const { width, height, node: input } = spec.input;
  const taps = spec.taps.map(({ node }) => node);
  const nodes = pruneNodes(parseNodes(graph.topology), taps);
  const used = new Set(nodes.map(({ name }) => name));
  const name = (wanted: string): string => (used.has(wanted) ? name(`${wanted}_`) : wanted);
  const values = new WeightValues(graph.weightSpecs, graph.weightData);
  const shapes = inferShapes(nodes, values, [1, height, width, channels]);
  const added: NewWeight[] = [];
  const written: GraphNode[] = [];
  const push = (node: GraphNode) => {
    written.push(node);
    return node.name;
  };
  const constant = (weight: NewWeight, type: 'DT_FLOAT' | 'DT_INT32') => {
    added.push(weight);
    return push({ name: weight.spec.name, op: 'Const', attr: { dtype: { type } } });
  };

  const spatial = constant(intWeight(name('head/spatial_axes'), [1, 2]), 'DT_INT32');
  const last = constant(intWeight(name('head/last_axis'), [1]), 'DT_INT32');
  const tiny = constant(
    floatWeight(name('head/tiny'), [1], Float32Array.of(MIN_SQUARE)),
    'DT_FLOAT',
  );
  const units = taps.map((tap, i) => {
    const at = (part: string) => name(`head/tap_${i + 1}/${part}`);
    const keep = (yes: boolean) => ({ keep_dims: { b: yes } });
    const pooled =
      shapes.get(tap)?.length === 2
        ? tap
        : push({ name: at('pooled'), op: 'Mean', input: [tap, spatial], attr: keep(false) });
    const square = push({ name: at('square'), op: 'Square', input: [pooled], attr: {} });
    const sum = push({ name: at('sum'), op: 'Sum', input: [square, last], attr: keep(true) });
    const safe = push({ name: at('safe'), op: 'Maximum', input: [sum, tiny], attr: {} });
    const factor = push({ name: at('factor'), op: 'Rsqrt', input: [safe], attr: {} });
    return push({ name: at('unit'), op: 'Mul', input: [pooled, factor], attr: {} });
  });
  const axis = constant(intWeight(name('head/join_axis'), [1], []), 'DT_INT32');
  const joined = push({
    name: name('head/features'),
    op: 'ConcatV2',
    input: [...units, axis],
    attr: { N: { i: String(units.length) } },
  });
  const kernel = constant(
    floatWeight(name('head/kernel'), [features, labels], weights),
    'DT_FLOAT',
  );
  const bias = constant(floatWeight(name('head/bias'), [labels], biases), 'DT_FLOAT');
  const logits = push({
    name: name('logits'),
    op: '_FusedMatMul',
    input: [joined, kernel, bias],
    attr: {
      transpose_a: { b: false },
      transpose_b: { b: false },
      num_args: { i: '1' },
      fused_ops: { list: { s: [btoa('BiasAdd')] } },
    },
  });
  const probabilities = push({
    name: name('probabilities'),
    op: 'Softmax',
    input: [logits],
    attr: {},
  });

  const names = new Set(nodes.map((node) => node.name));
  const kept = graph.weightSpecs.filter((spec) => names.has(spec.name));
  return {
    graph: {
      topology: { ...graph.topology, node: [...nodes, ...written] },
      signature: {
        inputs: { [input]: describeTensor(input, [-1, height, width, channels]) },
        outputs: { [probabilities]: describeTensor(probabilities, [-1, labels]) },
      },
      weightSpecs: [...kept, ...added.map(({ spec }) => spec)],
      weightData: joinBytes([
        ...kept.map((spec) => values.readBytes(spec.name)),
        ...added.map(({ bytes }) => bytes),
      ]).buffer,
    },
    input,
    logits,
    probabilities,
  };
}

function describeTensor(node: string, shape: readonly number[]) {
  return {
    name: `${node}:0`,
    dtype: 'DT_FLOAT',
    tensorShape: { dim: shape.map((side) => ({ size: String(side) })) },
  };
}
