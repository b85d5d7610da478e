import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { usualScales } from '../../../../src/core/contract';
import type { ForeignModel } from '../../../../src/model/foreign-model';
import { recogniseModel } from '../../../../src/model/formats';
import { parseWeightsManifest, specBytes } from '../../../../src/model/weights-manifest';
import { Noise } from '../../../fixtures/graph-nodes';
import { readFolder, treeOf } from './trees';

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
    expect(taps).toEqual({});
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
    .map((spec) => {
      const bytes = specBytes(spec);
      return spec.dtype === 'int32'
        ? new Uint8Array(bytes)
        : new Uint8Array(noise.floats(bytes / 4, 0.1).buffer);
    });
  const whole = Buffer.concat(pieces);
  const size = Math.ceil(whole.byteLength / paths.length);
  return Object.fromEntries(
    paths.map((path, i) => [path, new Uint8Array(whole.subarray(i * size, (i + 1) * size))]),
  );
}
