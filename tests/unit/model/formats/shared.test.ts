import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import '@tensorflow/tfjs-backend-cpu';
import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { createNodeHost } from '../../../../src/cli/node-host';
import { usualScales } from '../../../../src/core/scale';
import { inspectNetwork } from '../../../../src/engine/inspect-network';
import { Backends } from '../../../../src/engine/start-backend';
import type { ForeignModel } from '../../../../src/model/foreign-model';
import { recogniseModel } from '../../../../src/model/formats';
import { parseWeightsManifest, specBytes } from '../../../../src/model/weights-manifest';
import { describeOpening } from '../../../fixtures/foreign/case';
import { Noise } from '../../../fixtures/graph-nodes';
import { readFolder, treeOf } from './trees';

const backends = new Backends(createNodeHost());
const readme = readFileSync(new URL('../../../fixtures/models/README.md', import.meta.url), 'utf8');
const shared = fileURLToPath(new URL('../../../../../shared/fixtures/models', import.meta.url));

/** Real exports; they lie outside of this repository, and without them these tests are skipped. */
describe.skipIf(import.meta.env['VITE_HAS_SHARED'] !== '1')('real exports', () => {
  it('opens a Teachable Machine model of 2020', async () => {
    const model = await open('teachable-machine');
    expect(model.format).toBe('teachable-machine');
    expect(model.name).toBe('tm-my-image-model');
    expect(model.contract).toEqual({
      labels: { value: ['Peace', 'Stop', 'Thumbs Up'], from: 'read' },
      size: { value: { width: 224, height: 224 }, from: 'read' },
      fit: { value: 'crop', from: 'maker' },
      channels: { value: 'rgb', from: 'maker' },
      layout: { value: 'nhwc', from: 'read' },
      scale: { value: usualScales['-1…1.008'], from: 'maker' },
      orientation: { value: 'upright', from: 'maker' },
      output: { value: 'probabilities', from: 'read' },
    });
    expect(model.notes).toEqual([]);
  });

  it('opens nsfwjs: uint8 weights, no format key, a shard without an ending', async () => {
    const model = await open('nsfwjs-layers-uint8');
    expect(model.format).toBe('keras-layers');
    expect(model.network.kind).toBe('tfjs-layers');
    expect(model.contract.size).toEqual({ value: { width: 224, height: 224 }, from: 'read' });
    expect(model.contract.output).toEqual({ value: 'probabilities', from: 'read' });
    // Its labels are in its code, its scale in nobody's files: both are left open.
    expect(model.contract.labels).toEqual({ value: [], from: 'guess' });
    expect(model.contract.scale.from).toBe('guess');
    expect(model.notes).toEqual([]);
  });

  it('opens a MobileNet for ImageNet and knows its classes', async () => {
    const { format, contract, taps } = await open('mobilenet-v2-imagenet');
    expect(format).toBe('mobilenet');
    expect(contract.labels.value).toHaveLength(1001);
    expect(contract.labels.value.slice(0, 2)).toEqual(['background', 'tench, Tinca tinca']);
    expect(contract.labels.from).toBe('maker');
    expect(contract.fit).toEqual({ value: 'squish', from: 'maker' });
    expect(contract.output).toEqual({ value: 'logits', from: 'maker' });
    expect(taps.features).toBe('module_apply_default/MobilenetV2/Logits/AvgPool');
  });

  it('opens Lobe’s topology and sidecars with weights of the right sizes', async () => {
    const { format, contract, taps } = await open('lobe');
    expect(format).toBe('lobe');
    expect(contract.labels).toEqual({ value: ['None', 'Thumb Down', 'Thumb Up'], from: 'read' });
    expect(contract.size).toEqual({ value: { width: 224, height: 224 }, from: 'read' });
    expect(contract.fit).toEqual({ value: 'crop', from: 'maker' });
    expect(contract.scale.value).toEqual(usualScales['0…1']);
    expect(contract.output).toEqual({ value: 'probabilities', from: 'read' });
    const head = '62cfdd88-22bb-4601-8fbf-dc96ae2dcd12.cc3455b9-54e6-4a06-a65d-97205ca63ce4';
    expect(taps).toEqual({
      features: `${head}/dense_1/Elu`,
      logits: `${head}/dense_2/BiasAdd`,
    });
  });

  it.each([
    ['lobe', 'dense_1/Elu', 'dense_2/BiasAdd'],
    ['custom-vision', 'pool1', 'fc/fc'],
  ])('finds the features and logits of %s', async (name, features, logits) => {
    const model = await open(name);
    const before = memory().numTensors;
    const findings = await inspectNetwork(backends, model, {});
    expect(memory().numTensors).toBe(before);
    expect(findings.taps.features?.node).toMatch(new RegExp(`(^|/)${features}$`));
    expect(findings.taps.logits).toMatch(new RegExp(`(^|/)${logits}$`));
    expect(findings.units).toBe(model.contract.labels.value.length);
  });

  it.each([
    ['teachable-machine', 'Teachable Machine, 2020'],
    ['nsfwjs-layers-uint8', 'Keras MobileNetV2, uint8, no labels'],
    ['mobilenet-v2-imagenet', 'MobileNetV2 for ImageNet, a fused graph'],
    ['lobe', 'Lobe, with seeded weights'],
    ['custom-vision', 'Custom Vision, with seeded weights'],
  ])('%s stands in the table as it opens', async (folder, about) => {
    const { format, contract } = await open(folder);
    const { golden } = await inspectNetwork(backends, await open(folder), {});
    const answer = golden.find(({ seed }) => seed === 1)?.answer ?? [];
    const row = describeOpening({ folder, about, format, contract, golden: answer, notes: [] });
    const cells = row.split(' | ');
    const said = readme.split('\n').find((line) => line.startsWith(`| ${folder} | ${about} |`));
    const saidCells = said?.split(' | ') ?? [];
    expect(saidCells.slice(0, -1)).toEqual(cells.slice(0, -1));
    // Another processor rounds otherwise.
    const numbers =
      saidCells
        .at(-1)
        ?.match(/[-\d.]+/g)
        ?.map(Number) ?? [];
    expect(numbers).toHaveLength(Math.min(3, answer.length));
    numbers.forEach((value, i) => expect(value).toBeCloseTo(answer[i] ?? NaN, 3));
  });

  it('opens Custom Vision’s topology and sidecars with weights of the right sizes', async () => {
    const { format, contract } = await open('custom-vision');
    expect(format).toBe('custom-vision');
    const labels = ['lizard', 'none', 'paper', 'rock', 'scissors', 'spock'];
    expect(contract.labels).toEqual({ value: labels, from: 'read' });
    expect(contract.channels).toEqual({ value: 'bgr', from: 'maker' });
    expect(contract.scale).toEqual({ value: usualScales['0…255'], from: 'maker' });
    expect(contract.output).toEqual({ value: 'probabilities', from: 'read' });
  });
});

async function open(name: string): Promise<ForeignModel> {
  const files = readFolder(`${shared}/${name}`);
  const found = await recogniseModel(treeOf({ ...files, ...seedShards(files) }, name));
  if (found.kind !== 'foreign') throw new Error('taken for our own');
  return found.model;
}

/** Weights for a topology that came without: noise of the manifest's sizes, cut into its files. */
function seedShards(files: Record<string, Uint8Array>): Record<string, Uint8Array> {
  const json = JSON.parse(new TextDecoder().decode(files['model.json'])) as Record<string, unknown>;
  const groups = parseWeightsManifest(json['weightsManifest'], 'model.json');
  const paths = groups.flatMap((group) => group.paths);
  if (paths.every((path) => files[path])) return {};
  const noise = new Noise(21);
  const pieces = groups
    .flatMap(({ weights }) => weights)
    .map((spec) =>
      spec.dtype === 'int32'
        ? new Uint8Array(Int32Array.from(findWholeNumbers(spec)).buffer)
        : new Uint8Array(noise.floats(specBytes(spec) / 4, findSpread(spec)).buffer),
    );
  const whole = Buffer.concat(pieces);
  const size = Math.ceil(whole.byteLength / paths.length);
  return Object.fromEntries(
    paths.map((path, i) => [path, new Uint8Array(whole.subarray(i * size, (i + 1) * size))]),
  );
}

/** As wide as keeps signals about as loud from layer to layer (He et al. 2015). */
function findSpread({ shape }: { shape: number[] }): number {
  if (shape.length < 2) return 0.1;
  const isDepthwise = shape.at(-1) === 1;
  const inputs = shape.slice(0, isDepthwise ? 2 : -1).reduce((product, side) => product * side, 1);
  return Math.sqrt(6 / inputs);
}

/** Whole numbers are no weights but say what is done: these are the ones that the topology needs. */
function findWholeNumbers({ name, shape }: { name: string; shape: number[] }): number[] {
  const [, block = ''] = /^block(\d)_/.exec(name) ?? [];
  const side = 28 >> Number(block);
  const half = 58 << Number(block);
  const known: [end: string, values: number[]][] = [
    ['Max/reduction_indices', [1, 2]],
    ['Conv1_pad/Pad/paddings', [0, 0, 0, 1, 0, 1, 0, 0]],
    ['pad_size/paddings', [0, 0, 1, 1, 1, 1, 0, 0]],
    ['concat/axis', [3]],
    // Channels of two halves are dealt out in turn, and parted again.
    ['reshape0/shape', [-1, side * side, 2, half]],
    ['transpose/perm', [0, 1, 3, 2]],
    ['reshape1/shape', [-1, side, side, 2 * half]],
    ['Slice0/begin', [0, 0, 0, 0]],
    ['Slice1/begin', [0, 0, 0, half]],
    ['Slice0/size', [-1, side, side, half]],
    ['fc/Reshape/shape', [-1, 1024]],
  ];
  const values = known.find(([end]) => name.endsWith(end))?.[1];
  if (values?.length !== shape.reduce((product, length) => product * length, 1)) {
    throw new Error(`nobody knows ${name}`);
  }
  return values;
}
