import '@tensorflow/tfjs-backend-cpu';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import { io, memory, setBackend, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { createNodeHost } from '../../../src/cli/node-host';
import { goldenImage } from '../../../src/core/golden';
import { inputOf } from '../../../src/core/input-of';
import { inspectNetwork } from '../../../src/engine/inspect-network';
import { Backends } from '../../../src/engine/start-backend';
import { toTensor } from '../../../src/engine/to-tensor';
import type { GraphParts } from '../../../src/model/graph-parts';
import { parseTfjsModel } from '../../../src/model/parse-tfjs-model';
import {
  average,
  biased,
  constant,
  graph,
  input,
  type Node,
  Noise,
} from '../../fixtures/graph-nodes';
import { simple } from '../../fixtures/foreign/graphs';
import { foreignModel, SIDE } from './foreign-support';

beforeAll(() => setBackend('cpu'));

describe('a graph that chooses between training and answering', () => {
  /**
   * As Keras of before 2020 exported dropout: `Switch` sends a number on to one of two sides, by a
   * constant that says whether the model is being trained, and `Merge` takes what comes out.
   */
  function makeSwitching(): GraphParts {
    const noise = new Noise(4);
    const nodes: Node[] = [
      input('images', [-1, SIDE, SIDE, 3]),
      ...biased('conv', 'images', [3, 3, 3, 4]),
      constant('axes', [2], 'DT_INT32'),
      average('pool', 'conv', 'axes'),
      constant('learning_phase', [], 'DT_BOOL'),
      simple('cond/Switch', 'Switch', ['pool', 'learning_phase']),
      constant('half', []),
      simple('cond/dropout', 'Mul', ['cond/Switch:1', 'half']),
      simple('cond/Identity', 'Identity', ['cond/Switch']),
      simple('cond/Merge', 'Merge', ['cond/Identity', 'cond/dropout'], { N: { i: '2' } }),
      constant('kernel', [4, 3]),
      simple('answer', 'MatMul', ['cond/Merge', 'kernel']),
      simple('probabilities', 'Softmax', ['answer']),
    ];
    const weights = [
      { name: 'conv/kernel', shape: [3, 3, 3, 4], values: noise.floats(108, 0.5) },
      { name: 'conv/bias', shape: [4], values: noise.floats(4, 0.5) },
      { name: 'axes', shape: [2], values: Int32Array.of(1, 2), dtype: 'int32' },
      { name: 'learning_phase', shape: [], values: Uint8Array.of(0), dtype: 'bool' },
      { name: 'half', shape: [], values: Float32Array.of(0.5) },
      { name: 'kernel', shape: [4, 3], values: noise.floats(12, 2) },
    ];
    const specs = weights.map(({ name, shape, dtype }) => ({
      name,
      shape,
      dtype: dtype ?? 'float32',
    }));
    const bytes = weights.map(({ values }) => new Uint8Array(values.buffer));
    const json = { ...graph(nodes), weightsManifest: [{ paths: ['w.bin'], weights: specs }] };
    const data = new Uint8Array(Buffer.concat(bytes)).buffer;
    const parsed = parseTfjsModel(json, data, 'model.json');
    if (parsed.kind !== 'tfjs-graph') throw new Error(parsed.kind);
    return parsed.graph;
  }

  test('answers as plain tfjs does, and leaves nothing behind', async () => {
    const parts = makeSwitching();
    const tiny = foreignModel({ kind: 'tfjs-graph', graph: parts }, ['a', 'b', 'c']);
    const backends = new Backends(createNodeHost());
    await inspectNetwork(backends, tiny, {});
    const before = memory().numTensors;
    const { golden, output, taps } = await inspectNetwork(backends, tiny, {});
    expect(memory().numTensors).toBe(before);
    expect(output.value).toBe('probabilities');
    expect(taps.logits).toBe('answer');
    for (const { seed, answer } of golden) {
      const expected = await answerPlainly(parts, seed);
      answer.forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, 4));
    }
  });

  async function answerPlainly(parts: GraphParts, seed: number): Promise<number[]> {
    const { topology: modelTopology, weightSpecs, weightData } = parts;
    const plain = await loadGraphModel(io.fromMemory({ modelTopology, weightSpecs, weightData }));
    const spec = inputOf(foreignModel({ kind: 'tfjs-graph', graph: parts }).contract);
    const buffer = new Float32Array(SIDE * SIDE * 3);
    const picture = toTensor(goldenImage(seed, SIDE, SIDE), spec, buffer);
    const answer = (await plain.executeAsync(picture)) as Tensor;
    const values = Array.from(answer.dataSync());
    answer.dispose();
    picture.dispose();
    plain.dispose();
    return values;
  }
});
