import '@tensorflow/tfjs-backend-cpu';
import { fill, io, setBackend, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import { beforeAll, describe, expect, test } from 'vitest';
import { findOutputs, findTaps } from '../../../src/model/find-taps';
import { foldGraph } from '../../../src/model/fold-graph';
import { type GraphNode, parseNodes } from '../../../src/model/graph-nodes';
import type { GraphParts } from '../../../src/model/graph-parts';
import { estimateMemory } from '../../../src/model/estimate-memory';
import { constant, graph, input, Noise, type Node } from '../../fixtures/graph-nodes';

const text = (value: string) => ({ s: btoa(value) });
const list = (values: number[]) => ({ list: { i: values.map(String) } });
const window = {
  strides: list([1, 1, 1, 1]),
  padding: text('SAME'),
  data_format: text('NHWC'),
  dilations: list([1, 1, 1, 1]),
};

/** x → convolution → batch norm → × 2 → relu6 → mean → matrix product → + → softmax. */
function makeGraph(more: Node[] = []): GraphParts {
  const shapes: Record<string, number[]> = {
    kernel: [3, 3, 3, 4],
    gamma: [4],
    beta: [4],
    mean: [4],
    variance: [4],
    two: [],
    weights: [4, 3],
    bias: [3],
  };
  const op = (name: string, kind: string, from: string[], attr = {}): Node => ({
    name,
    op: kind,
    input: from,
    attr,
  });
  const nodes = [
    input('x', [-1, 6, 6, 3]),
    ...Object.entries(shapes).map(([name, shape]) => constant(name, shape)),
    constant('axes', [2], 'DT_INT32'),
    op('conv', 'Conv2D', ['x', 'kernel'], window),
    op('norm', 'FusedBatchNormV3', ['conv', 'gamma', 'beta', 'mean', 'variance'], {
      epsilon: { f: 1e-3 },
      data_format: text('NHWC'),
      is_training: { b: false },
    }),
    op('scaled', 'Mul', ['two', 'norm']),
    op('relu', 'Relu6', ['scaled']),
    op('pool', 'Mean', ['relu', 'axes'], { keep_dims: { b: false } }),
    op('product', 'MatMul', ['pool', 'weights'], {
      transpose_a: { b: false },
      transpose_b: { b: false },
    }),
    op('logits', 'BiasAdd', ['product', 'bias']),
    op('answer', 'Softmax', ['logits']),
    ...more,
  ];
  const noise = new Noise(1);
  const weights = Object.entries(shapes).map(([name, shape]) => {
    const size = shape.reduce((product, side) => product * side, 1);
    const values = noise.floats(size, 1);
    if (name === 'variance') values.forEach((value, i) => (values[i] = Math.abs(value) + 0.1));
    return {
      spec: { name, shape, dtype: 'float32' as const },
      bytes: new Uint8Array(values.buffer),
    };
  });
  const axes = new Uint8Array(Int32Array.of(1, 2).buffer);
  const spec = { name: 'axes', shape: [2], dtype: 'int32' as const };
  const all = [...weights, { spec, bytes: axes }];
  const weightData = new Uint8Array(all.flatMap(({ bytes }) => [...bytes])).buffer;
  const { modelTopology } = graph(nodes);
  return {
    topology: modelTopology,
    signature: null,
    weightSpecs: all.map((one) => one.spec),
    weightData,
  };
}

async function run(parts: GraphParts, node: string): Promise<number[]> {
  const { topology: modelTopology, weightSpecs, weightData } = parts;
  const model = await loadGraphModel(io.fromMemory({ modelTopology, weightSpecs, weightData }));
  const values = tidy(() => {
    const x = fill([1, 6, 6, 3], 0.3);
    return (model.execute({ x }, node) as Tensor).dataSync();
  });
  model.dispose();
  return Array.from(values);
}

function operations(parts: GraphParts): string[] {
  return parseNodes(parts.topology)
    .filter(({ op }) => op !== 'Const' && op !== 'Placeholder')
    .map(({ op }) => op)
    .sort();
}

beforeAll(async () => {
  await setBackend('cpu');
});

describe('foldGraph', () => {
  test('leaves one operation where there were four, with the same answer', async () => {
    const plain = makeGraph();
    const folded = foldGraph(plain, ['answer']);
    expect(operations(folded)).toEqual(['Mean', 'Softmax', '_FusedConv2D', '_FusedMatMul']);
    const expected = await run(plain, 'answer');
    (await run(folded, 'answer')).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] ?? NaN, 5);
    });
  });

  test.each(['conv', 'norm', 'scaled', 'relu', 'logits', 'product'])(
    'keeps %s when it is asked for',
    async (node) => {
      const plain = makeGraph();
      const folded = foldGraph(plain, ['answer', node]);
      const expected = await run(plain, node);
      (await run(folded, node)).forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i] ?? NaN, 4);
      });
    },
  );

  test('leaves out what nobody asks for, weights too', () => {
    const folded = foldGraph(makeGraph(), ['pool']);
    expect(folded.weightSpecs.map(({ name }) => name)).not.toContain('weights');
    const bytes = folded.weightSpecs.reduce(
      (sum, { shape }) => sum + 4 * shape.reduce((a, b) => a * b, 1),
      0,
    );
    expect(folded.weightData.byteLength).toBe(bytes);
  });

  test('does not fold what two nodes read', () => {
    const attr = { keep_dims: { b: false } };
    const twice = makeGraph([{ name: 'other', op: 'Mean', input: ['norm', 'axes'], attr }]);
    expect(operations(foldGraph(twice, ['answer', 'other']))).toContain('Mul');
  });
});

describe('findTaps', () => {
  test('walks back through softmax, bias and product to the pooled features', () => {
    const nodes = parseNodes(makeGraph().topology);
    expect(findOutputs(nodes, null)).toEqual(['answer']);
    expect(findTaps(nodes, 'answer')).toEqual({
      logits: 'logits',
      output: 'probabilities',
      features: ['pool'],
      isRanked: false,
    });
  });

  test('finds the features behind a softmax that is written out, and behind log-softmax', () => {
    const { topology } = makeGraph();
    const nodes = parseNodes(topology).filter(({ name }) => name !== 'answer');
    const attr = {};
    const written: GraphNode[] = [
      { name: 'largest', op: 'Max', input: ['logits', 'axes'], attr },
      { name: 'less', op: 'Sub', input: ['logits', 'largest'], attr },
      { name: 'powers', op: 'Exp', input: ['less'], attr },
      { name: 'sum', op: 'Sum', input: ['powers', 'axes'], attr },
      { name: 'answer', op: 'RealDiv', input: ['powers', 'sum'], attr },
    ];
    expect(findTaps([...nodes, ...written], 'answer').features).toEqual(['pool']);
    const log: GraphNode = { name: 'answer', op: 'LogSoftmax', input: ['logits'], attr };
    expect(findTaps([...nodes, log], 'answer').features).toEqual(['pool']);
  });

  test('ends on a graph that goes in a circle', () => {
    const nodes: GraphNode[] = [
      { name: 'a', op: 'Identity', input: ['b'] },
      { name: 'b', op: 'Identity', input: ['a'] },
    ];
    expect(() => findTaps(nodes, 'a')).toThrow(
      expect.objectContaining({ name: 'ClassifierError' }),
    );
  });
});

test('the estimate counts weights and the two largest results', () => {
  const parts = makeGraph();
  const weights = parts.weightSpecs.reduce(
    (sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1),
    0,
  );
  // Four channels of 6 × 6, twice.
  const expected = 4 * (weights + 2 * 6 * 6 * 4);
  expect(estimateMemory(parseNodes(parts.topology), parts, [1, 6, 6, 3])).toBe(expected);
});
