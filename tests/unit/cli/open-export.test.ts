import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { zipBundle } from '../../../src/model/zip-bundle';
import { makeLayersModel, takeParts } from '../model/bundle-parts';
import { makeZip } from '../model/intake/make-zip';

const root = join(import.meta.dirname, '../../..');
const plain = join(root, 'tests/fixtures/photos/plain.jpg');
const shared = join(root, '../shared/fixtures/models');
const labels = ['circle', 'square', 'star'];

// Each call starts a Node and a tfjs of its own.
vi.setConfig({ testTimeout: 120_000 });

/** Made anew for this run: an export of Teachable Machine in several wrappings. */
const folder = mkdtempSync(join(tmpdir(), 'bearings-exports-'));

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'bin/bearings.mjs'), ...args],
    { cwd: tmpdir(), encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

async function writeBlob(path: string, blob: Blob): Promise<void> {
  writeFileSync(path, new Uint8Array(await blob.arrayBuffer()));
}

beforeAll(async () => {
  await tf.setBackend('cpu');
  const model = makeLayersModel();
  const { topology, weightSpecs, weightData } = await takeParts(model);
  model.dispose();
  const files = {
    'model.json': JSON.stringify({
      modelTopology: topology,
      weightsManifest: [{ paths: ['weights.bin'], weights: weightSpecs }],
    }),
    'metadata.json': JSON.stringify({
      packageName: '@teachablemachine/image',
      modelName: 'shapes',
      imageSize: 8,
      labels,
    }),
    'weights.bin': new Uint8Array(weightData),
  };
  const nested = join(folder, 'downloads/my model/v1');
  mkdirSync(nested, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(nested, name), content);
  const held = Object.entries(files).map(([path, content]) => ({
    path: `converted/${path}`,
    content: typeof content === 'string' ? new TextEncoder().encode(content) : content,
  }));
  await writeBlob(join(folder, 'shapes.zip'), await zipBundle(held));
  const huge = JSON.stringify(topology).replaceAll('[null,8,8,3]', '[null,100000,100000,3]');
  mkdirSync(join(folder, 'huge'));
  for (const [name, content] of Object.entries(files)) {
    const text = typeof content === 'string' ? content.replace('"imageSize":8,', '') : content;
    writeFileSync(join(folder, 'huge', name), text);
  }
  const { weightsManifest }: { weightsManifest: unknown } = JSON.parse(files['model.json']);
  writeFileSync(
    join(folder, 'huge/model.json'),
    `{"modelTopology":${huge},"weightsManifest":${JSON.stringify(weightsManifest)}}`,
  );
  await writeBlob(join(folder, 'traversal.zip'), makeZip([{ name: '../../model.json' }]));
  writeFileSync(join(folder, 'model.h5'), '\x89HDF\r\n\x1a\n and more', 'latin1');
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('bearings classify --model takes another maker’s export', () => {
  test.each([
    ['a folder, deep down', 'downloads', 'v1'],
    ['a zip', 'shapes.zip', 'shapes'],
    ['a model.json with its files beside it', 'downloads/my model/v1/model.json', 'v1'],
  ])('%s', (_, path, id) => {
    const { status, stdout, stderr } = run(
      'classify',
      '--json',
      '--model',
      join(folder, path),
      plain,
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const line = JSON.parse(stdout);
    // Nothing can look unfamiliar to a model without reference photos.
    expect(line).toMatchObject({ file: plain, model: id, familiarity: null });
    expect(labels).toContain(line.ranked[0].label);
  });
});

describe('bearings inspect', () => {
  test('prints what was recognised, the contract with its certainties, and the taps', () => {
    const { status, stdout } = run('inspect', join(folder, 'shapes.zip'), '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      recognised: {
        format: 'teachable-machine',
        name: 'shapes',
        contract: {
          labels: { value: labels, from: 'read' },
          size: { value: { width: 8, height: 8 }, from: 'read' },
          fit: { value: 'crop', from: 'maker' },
          output: { value: 'probabilities', from: 'measured' },
        },
        taps: { features: expect.any(String) },
        samples: 0,
      },
      manifest: { network: { kind: 'tfjs-layers', units: 3, features: { length: 4 } } },
      device: { backend: 'wasm' },
    });
  });

  test('and says it in words', () => {
    const { status, stdout } = run('inspect', '--model', join(folder, 'shapes.zip'));
    expect(status).toBe(0);
    expect(stdout).toMatch(/recognised\s+Teachable Machine/);
    expect(stdout).toMatch(/labels\s+circle, square, star\s+\[read from its files\]/);
    expect(stdout).toMatch(/features\s+\S+, 4 numbers/);
    expect(stdout).toMatch(/out of domain\s+cannot be judged/);
  });
});

describe('a refusal has a code and ends with 2', () => {
  test.each([
    ['model.h5', 'model-is-h5'],
    ['traversal.zip', 'archive-unsafe'],
    ['huge', 'model-too-large'],
  ])('%s: %s', (path, code) => {
    const { status, stdout } = run('inspect', '--json', join(folder, path));
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code } });
  });

  test('in words too', () => {
    const { status, stderr } = run('classify', '--model', join(folder, 'nowhere'), plain);
    expect(status).toBe(2);
    expect(stderr).toContain('model-not-found');
  });
});

describe.skipIf(!existsSync(shared))('real exports (needs the shared fixtures)', () => {
  test('Teachable Machine’s labels and size are read, its habits known', () => {
    const { status, stdout } = run('inspect', '--json', join(shared, 'teachable-machine'));
    expect(status).toBe(0);
    const metadata = JSON.parse(
      readFileSync(join(shared, 'teachable-machine/metadata.json'), 'utf8'),
    );
    expect(JSON.parse(stdout)).toMatchObject({
      recognised: { format: 'teachable-machine' },
      manifest: {
        labels: metadata.labels,
        input: { width: 224, height: 224, fit: 'crop' },
        network: { features: { length: 1280 } },
      },
    });
  });

  test('Lobe’s export without its weights says so', () => {
    const { status, stdout } = run('inspect', '--json', join(shared, 'lobe'));
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'model-part-missing' } });
  });
});
