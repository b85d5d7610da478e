import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import '@tensorflow/tfjs-backend-cpu';
import { io, memory, setBackend, type Tensor, tidy, zerosLike } from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  type LayersModel,
  loadLayersModel,
  model,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { createNodeHost } from '../../../src/cli/node-host';
import { goldenImage } from '../../../src/core/golden';
import { inputOf } from '../../../src/core/input-of';
import type { NetworkFindings } from '../../../src/core/network-findings';
import { toProbabilities } from '../../../src/core/probabilities';
import { ForeignNetwork } from '../../../src/engine/foreign-network';
import { inspectNetwork } from '../../../src/engine/inspect-network';
import { Backends } from '../../../src/engine/start-backend';
import { toTensor } from '../../../src/engine/to-tensor';
import type { ForeignModel, LayersParts } from '../../../src/model/foreign-model';
import { recogniseModel } from '../../../src/model/formats';
import { lowerLayers } from '../../../src/model/lower-layers';
import {
  fillWeights,
  foreignModel,
  makeMobile,
  makeNested,
  makeTwice,
  makeUnusual,
  SIDE,
  takeLayers,
} from './foreign-support';
import { treeAt } from '../model/formats/trees';

const corpus = fileURLToPath(new URL('../../fixtures/models/foreign', import.meta.url));
const cases = JSON.parse(readFileSync(`${corpus}/expected.json`, 'utf8')) as {
  folder: string;
  golden?: number[];
}[];

const backends = new Backends(createNodeHost());

beforeAll(async () => {
  await setBackend('cpu');
});

async function openTiny(net: LayersModel, labels: string[] = []) {
  const parts = await takeLayers(fillWeights(net, 1));
  return { parts, model: foreignModel({ kind: 'tfjs-layers', layers: parts }, labels) };
}

function specOf({ contract }: ForeignModel, { output, units, taps }: NetworkFindings) {
  return { input: inputOf(contract), output: output.value, units, taps };
}

/** What tfjs-layers itself answers. */
async function answerPlainly(parts: LayersParts, seed: number): Promise<number[]> {
  const { topology: modelTopology, weightSpecs, weightData } = parts;
  const net = await loadLayersModel(io.fromMemory({ modelTopology, weightSpecs, weightData }));
  const picture = inputOf(foreignModel({ kind: 'tfjs-layers', layers: parts }).contract);
  const buffer = new Float32Array(SIDE * SIDE * 3);
  const values = tidy(() =>
    (net.predict(toTensor(goldenImage(seed, SIDE, SIDE), picture, buffer)) as Tensor).dataSync(),
  );
  // Its own dispose leaves the weights of models inside models.
  net.weights.forEach((weight) => weight.dispose());
  return Array.from(values);
}

describe.each([
  ['a MobileNet in small', makeMobile, 'pooled', 8],
  ['models inside models', makeNested, 'features/gap', 7],
  ['a model that only tfjs-layers can run', makeUnusual, 'gap', 4],
  ['layers that are used twice', makeTwice, 'gap', 4],
] as const)('%s', (_, make, features, length) => {
  test('is found out, and answers as plain tfjs does', async () => {
    const { parts, model: tiny } = await openTiny(make(), ['a', 'b', 'c']);
    const findings = await inspectNetwork(backends, tiny, {});
    expect(findings).toMatchObject({
      kind: 'tfjs-layers',
      units: 3,
      output: { value: 'probabilities', from: 'measured' },
      taps: { output: null, features: { node: features, length } },
    });
    expect(findings.candidates[0]?.signal).toMatchObject({ finite: true, carries: true });
    for (const plain of [false, true]) {
      const before = memory().numTensors;
      const network = await ForeignNetwork.load(tiny.network, specOf(tiny, findings), { plain });
      for (const { seed, features: pinned } of findings.golden) {
        const output = await network.run(goldenImage(seed, SIDE, SIDE));
        const expected = await answerPlainly(parts, seed);
        toProbabilities(output.logits, 'logits').forEach((value, unit) => {
          expect(value).toBeCloseTo(expected[unit] ?? NaN, 4);
        });
        output.features?.forEach((value, i) => expect(value).toBeCloseTo(pinned?.[i] ?? NaN, 3));
      }
      network.dispose();
      expect(memory().numTensors).toBe(before);
    }
  });

  test('leaves no tensor behind, cancelled or not', async () => {
    const { model: tiny } = await openTiny(make());
    await inspectNetwork(backends, tiny, {});
    const before = memory().numTensors;
    await inspectNetwork(backends, tiny, {});
    expect(memory().numTensors).toBe(before);
    const controller = new AbortController();
    const given = inspectNetwork(backends, tiny, { signal: controller.signal });
    controller.abort();
    await expect(given).rejects.toMatchObject({ code: 'cancelled' });
    expect(memory().numTensors).toBe(before);
  });
});

test('how a model was trained says nothing about the memory that it takes', async () => {
  const layers = await takeLayers(fillWeights(makeUnusual(), 1));
  const training = { optimizer_config: { config: { decay_steps: 10_000 } } };
  const topology = { model_config: layers.topology, training_config: training };
  const tiny = foreignModel({ kind: 'tfjs-layers', layers: { ...layers, topology } });
  expect(await inspectNetwork(backends, tiny, {})).toMatchObject({ units: 3 });
});

describe('what the numbers are', () => {
  test.each([
    [1, 'sigmoid', 'sigmoid'],
    [1, 'linear', 'sigmoid-logits'],
    [3, 'sigmoid', 'sigmoid'],
    [3, 'linear', 'logits'],
  ] as const)('%i units, %s', async (units, activation, output) => {
    const { model: tiny } = await openTiny(makeMobile(units, activation));
    const findings = await inspectNetwork(backends, tiny, {});
    expect(findings).toMatchObject({ units, output: { value: output } });
    const [run] = findings.golden;
    const expected = activation === 'linear' ? run?.answer : undefined;
    if (expected) expect(run?.logits).toEqual(expected);
    else {
      run?.logits.forEach((logit, unit) => {
        expect(1 / (1 + Math.exp(-logit))).toBeCloseTo(run.answer[unit] ?? NaN, 4);
      });
    }
  });
});

describe('taps', () => {
  test('can be chosen by the caller', async () => {
    const { model: tiny } = await openTiny(makeMobile());
    const { taps, candidates } = await inspectNetwork(backends, tiny, {
      taps: { features: 'hidden' },
    });
    expect(taps.features).toEqual({ node: 'hidden', length: 5 });
    expect(candidates.map(({ node }) => node)).toContain('pooled');
  });

  test('that are not there are refused, and nothing stays', async () => {
    const { model: tiny } = await openTiny(makeMobile());
    await inspectNetwork(backends, tiny, {});
    const before = memory().numTensors;
    const refused = inspectNetwork(backends, tiny, { taps: { features: 'nowhere' } });
    await expect(refused).rejects.toMatchObject({
      code: 'model-output-unexpected',
      detail: expect.stringContaining('nowhere') as string,
    });
    expect(memory().numTensors).toBe(before);
  });

  test('say the same of everything: no features, and a note', async () => {
    const net = fillWeights(makeUnusual(), 2);
    const conv = net.getLayer('conv');
    conv.setWeights(conv.getWeights().map((weight) => zerosLike(weight)));
    const parts = await takeLayers(net);
    const tiny = foreignModel({ kind: 'tfjs-layers', layers: parts });
    const { taps, candidates, notes } = await inspectNetwork(backends, tiny, {});
    expect(taps.features).toBeNull();
    expect(candidates.every(({ signal }) => !signal.carries)).toBe(true);
    expect(notes.join(' ')).toContain('No features');
  });
});

describe('several ends', () => {
  function makeTwo() {
    const photo = input({ shape: [SIDE, SIDE, 3] });
    const pooled = layers.globalAveragePooling2d({}).apply(photo);
    const ends = [3, 4].map(
      (units) => layers.dense({ units, name: `of${units}` }).apply(pooled) as SymbolicTensor,
    );
    return model({ inputs: photo, outputs: ends });
  }

  test('the output with a number for each label is taken', async () => {
    const { model: tiny } = await openTiny(makeTwo(), ['a', 'b', 'c', 'd']);
    const findings = await inspectNetwork(backends, tiny, {});
    expect(findings).toMatchObject({ units: 4, taps: { output: 'of4' } });
    const network = await ForeignNetwork.load(tiny.network, specOf(tiny, findings));
    const { logits } = await network.run(goldenImage(1, SIDE, SIDE));
    network.dispose();
    logits.forEach((logit, i) =>
      expect(logit).toBeCloseTo(findings.golden[0]?.logits[i] ?? NaN, 4),
    );
  });

  test('none with that is a refusal that lists them', async () => {
    const { model: tiny } = await openTiny(makeTwo(), ['a', 'b']);
    await expect(inspectNetwork(backends, tiny, {})).rejects.toMatchObject({
      code: 'model-output-unexpected',
      detail: expect.stringMatching(/of3 with 3.*of4 with 4/) as string,
    });
  });

  test('two pictures going in are a refusal', async () => {
    const [one, other] = [input({ shape: [SIDE, SIDE, 3] }), input({ shape: [SIDE, SIDE, 3] })];
    const both = layers.globalAveragePooling2d({}).apply(layers.add().apply([one, other]));
    const answer = layers.dense({ units: 3 }).apply(both) as SymbolicTensor;
    const { model: tiny } = await openTiny(model({ inputs: [one, other], outputs: answer }));
    await expect(inspectNetwork(backends, tiny, {})).rejects.toMatchObject({
      code: 'model-output-unexpected',
      detail: expect.stringContaining('2 inputs') as string,
    });
  });
});

describe('refusals', () => {
  test('an input of terabytes is refused before anything is built', async () => {
    const { model: tiny } = await openTiny(makeMobile());
    const size = { value: { width: 1_000_000, height: 1_000_000 }, from: 'read' as const };
    const before = memory().numTensors;
    const photo = { ...tiny, contract: { ...tiny.contract, size } };
    const anySize = JSON.parse(JSON.stringify(tiny.network)) as { layers: LayersParts };
    if (tiny.network.kind !== 'tfjs-layers') throw new Error('not layers');
    const text = JSON.stringify(anySize.layers.topology).replace(
      '"batch_input_shape":[null,16,16,3]',
      '"batch_input_shape":[null,null,null,3]',
    );
    const topology = JSON.parse(text) as Record<string, unknown>;
    const network = { ...tiny.network, layers: { ...tiny.network.layers, topology } };
    await expect(inspectNetwork(backends, { ...photo, network }, {})).rejects.toMatchObject({
      code: 'model-too-large',
    });
    expect(memory().numTensors).toBe(before);
  });

  test('weights that do not fit are refused, and none of them stays', async () => {
    const { parts, model: tiny } = await openTiny(makeUnusual());
    const before = memory().numTensors;
    const weightSpecs = parts.weightSpecs.map((spec) =>
      spec.name === 'answer/kernel' ? { ...spec, shape: [3, 4] } : spec,
    );
    const network = { kind: 'tfjs-layers' as const, layers: { ...parts, weightSpecs } };
    await expect(inspectNetwork(backends, { ...tiny, network }, {})).rejects.toMatchObject({
      code: 'model-build-failed',
    });
    expect(memory().numTensors).toBe(before);
  });
});

describe.each(['graph-softmax', 'graph-nchw'])('the graph of %s', (folder) => {
  test.each([false, true])(
    'answers as plain tfjs did (plain: %s), and frees all',
    async (plain) => {
      const expected = cases.find((one) => one.folder === folder)?.golden ?? [];
      const found = await recogniseModel(await treeAt(`${corpus}/${folder}`));
      if (found.kind !== 'foreign') throw new Error('taken for our own');
      const findings = await inspectNetwork(backends, found.model, {});
      expect(findings.units).toBe(expected.length);
      expect(findings.candidates[0]?.signal.carries).toBe(true);
      const { layout } = found.model.contract;
      expect(layout.value).toBe(folder === 'graph-nchw' ? 'nchw' : 'nhwc');
      const before = memory().numTensors;
      const network = await ForeignNetwork.load(
        found.model.network,
        specOf(found.model, findings),
        {
          plain,
        },
      );
      const { logits, features } = await network.run(goldenImage(1, SIDE, SIDE));
      toProbabilities(logits, 'logits').forEach((value, unit) => {
        expect(value).toBeCloseTo(expected[unit] ?? NaN, 4);
      });
      // A number a channel, wherever the channels stand.
      expect(features).toHaveLength(findings.taps.features?.length ?? NaN);
      network.dispose();
      expect(memory().numTensors).toBe(before);
    },
  );
});

test('a model of plain layers is written as a graph, and one of others is not', async () => {
  const size = { width: SIDE, height: SIDE, channels: 3 };
  const plain = await openTiny(makeMobile());
  expect(lowerLayers(plain.parts, size)?.outputs).toEqual(['answer']);
  const unusual = await openTiny(makeUnusual());
  expect(lowerLayers(unusual.parts, size)).toBeNull();
});
