import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { createNodeHost } from '../../../src/cli/node-host';
import { arePercentages } from '../../../src/core/measure-network';
import { usualScales } from '../../../src/core/scale';
import { inspectNetwork } from '../../../src/engine/inspect-network';
import { Backends } from '../../../src/engine/start-backend';
import type { ForeignModel } from '../../../src/model/foreign-model';
import { recogniseModel } from '../../../src/model/formats';
import { makeGraph } from '../../fixtures/foreign/graphs';
import { constant } from '../../fixtures/graph-nodes';
import { treeOf } from '../model/formats/trees';

const backends = new Backends(createNodeHost());
type Graph = ReturnType<typeof makeGraph>;

async function open({ json, data }: Graph): Promise<ForeignModel> {
  const tree = treeOf({ 'model.json': json, 'group1-shard1of1.bin': data });
  const recognised = await recogniseModel(tree);
  if (recognised.kind !== 'foreign') throw new Error('a model of ours');
  return recognised.model;
}

const inspect = async (graph: Graph) => inspectNetwork(backends, await open(graph), {});

/** With more nodes behind those of a graph, and another answer. */
function extend(
  graph: Graph,
  nodes: object[],
  answer: string,
  weights: { name: string; values: Int32Array | Float32Array; shape: number[] }[] = [],
): Graph {
  const { json, data } = graph;
  const [group] = json.weightsManifest;
  for (const { name, values, shape } of weights) {
    json.modelTopology.node.push(
      constant(name, shape, values instanceof Int32Array ? 'DT_INT32' : 'DT_FLOAT'),
    );
    group?.weights.push({
      name,
      shape,
      dtype: values instanceof Int32Array ? 'int32' : 'float32',
    });
  }
  json.modelTopology.node.push(...(nodes as Graph['json']['modelTopology']['node']));
  const bytes = weights.map(({ values }) => new Uint8Array(values.buffer));
  return {
    json: {
      ...json,
      ...('signature' in json
        ? { signature: { outputs: { answer: { name: answer, dtype: 'DT_FLOAT' } } } }
        : {}),
    },
    data: new Uint8Array(Buffer.concat([data, ...bytes])),
  };
}

const float = { T: { type: 'DT_FLOAT' } };

describe('what comes in', () => {
  it('is bytes where whole numbers are asked for', async () => {
    const graph = makeGraph({ units: 3, end: 'Softmax' });
    const [placeholder] = graph.json.modelTopology.node;
    if (!placeholder?.attr) throw new Error('a placeholder has attributes');
    placeholder.attr = { ...placeholder.attr, dtype: { type: 'DT_UINT8' } };
    const cast = { SrcT: { type: 'DT_UINT8' }, DstT: { type: 'DT_FLOAT' } };
    const nodes = graph.json.modelTopology.node;
    for (const node of nodes)
      node.input = node.input?.map((name) => name.replace('images', 'cast'));
    nodes.push({ name: 'cast', op: 'Cast', input: ['images'], attr: cast });
    const { contract } = await open(graph);
    expect(contract.scale).toEqual({ value: usualScales['0…255'], from: 'read' });
  });
});

describe('an answer that hides the labels', () => {
  it.each([
    ['softmax over one number', () => makeGraph({ units: 1, end: 'Softmax' })],
    [
      'the largest first',
      () =>
        extend(
          makeGraph({ units: 3, end: 'Softmax' }),
          [{ name: 'top', op: 'TopKV2', input: ['answer', 'k'], attr: float }],
          'top:0',
          [{ name: 'k', values: Int32Array.of(3), shape: [] }],
        ),
    ],
    [
      'percentages',
      () =>
        extend(
          makeGraph({ units: 3, end: 'Softmax' }),
          [{ name: 'percent', op: 'Mul', input: ['answer', 'hundred'], attr: float }],
          'percent:0',
          [{ name: 'hundred', values: Float32Array.of(100), shape: [] }],
        ),
    ],
  ])('is refused: %s', async (_, make) => {
    await expect(inspect(make())).rejects.toMatchObject({ code: 'model-answer-unusable' });
  });

  it('that is the second output of a node is refused', async () => {
    const graph = extend(makeGraph({ units: 4 }), [], 'answer:1');
    await expect(open(graph)).rejects.toMatchObject({ code: 'model-several-outputs' });
  });
});

describe('numbers before the answer', () => {
  it('are not taken from another output of the node before', async () => {
    const split = { ...float, num_split: { i: '2' } };
    const graph = extend(
      makeGraph({ units: 6 }),
      [
        { name: 'split', op: 'Split', input: ['axis', 'answer'], attr: split },
        { name: 'second', op: 'Softmax', input: ['split:1'], attr: float },
      ],
      'second:0',
      [{ name: 'axis', values: Int32Array.of(1), shape: [] }],
    );
    const { taps, golden, units } = await inspect(graph);
    expect(units).toBe(3);
    expect(taps.logits).toBeNull();
    for (const { answer, logits } of golden) {
      answer.forEach((p, i) => expect(Math.exp(logits[i] ?? NaN)).toBeCloseTo(p, 4));
    }
  });
});

describe('one number without a sigmoid', () => {
  it('is a guess, even where it lies between 0 and 1', async () => {
    const graph = extend(
      makeGraph({ units: 1 }),
      [{ name: 'squeezed', op: 'Tanh', input: ['answer'], attr: float }],
      'squeezed:0',
    );
    const { output } = await inspect(graph);
    expect(output.from).toBe('guess');
  });
});

describe('arePercentages', () => {
  it('wants a sum of 100 and nothing below 0', () => {
    expect(arePercentages([[20, 30, 50]])).toBe(true);
    expect(arePercentages([[0.2, 0.3, 0.5]])).toBe(false);
    expect(arePercentages([[150, -50]])).toBe(false);
    expect(arePercentages([[100]])).toBe(false);
  });
});
