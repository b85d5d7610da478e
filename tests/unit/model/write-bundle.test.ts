import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CustomMobileNet,
  load as loadTeachable,
  type Metadata,
} from '@teachablemachine/image/dist/custom-mobilenet';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { encodeBank } from '../../../src/core/bank';
import type { Manifest } from '../../../src/core/manifest';
import type { BundleFile } from '../../../src/model/bundle-file';
import type { ForeignModel } from '../../../src/model/foreign-model';
import { openTree } from '../../../src/model/intake/open-tree';
import { holdFiles, MemoryFiles } from '../../../src/model/memory-files';
import { parseTfjsModel } from '../../../src/model/parse-tfjs-model';
import { ModelReader } from '../../../src/model/read-model';
import { fingerprint } from '../../../src/model/read-part';
import { writeBundle } from '../../../src/model/write-bundle';
import { zipBundle } from '../../../src/model/zip-bundle';
import {
  bytesOf,
  draft,
  handlerOf,
  labels,
  makeLayersModel,
  SIDE,
  takeParts,
  textOf,
} from './bundle-parts';

type Given = Pick<ForeignModel, 'network' | 'name' | 'format' | 'formatName'>;

const tinyGraph = join(import.meta.dirname, '../../fixtures/models/tiny-mobilenet');

let original: tf.LayersModel;
let given: Given;
let tensors = 0;

beforeAll(async () => {
  await tf.setBackend('cpu');
});

beforeEach(async () => {
  tensors = tf.memory().numTensors;
  original = makeLayersModel();
  given = {
    name: 'Tiny',
    format: 'keras-layers',
    formatName: 'Keras layers model',
    network: { kind: 'tfjs-layers', layers: await takeParts(original) },
  };
});

afterEach(() => {
  original.dispose();
  expect(tf.memory().numTensors).toBe(tensors);
});

function write(): Promise<BundleFile[]> {
  return writeBundle(given, (files) => draft('tfjs-layers', files));
}

function predict(
  model: { predict(x: tf.Tensor): tf.Tensor | tf.Tensor[] | tf.NamedTensorMap },
  side = SIDE,
) {
  return tf.tidy(() => {
    const picture = tf.linspace(-1, 1, side * side * 3).reshape([1, side, side, 3]);
    const out = model.predict(picture);
    if (!(out instanceof tf.Tensor)) throw new Error('several outputs');
    return out.dataSync();
  });
}

function held(files: readonly BundleFile[]) {
  return holdFiles(files);
}

describe('a bundle of a layers model', () => {
  test('holds what it should', async () => {
    const files = await write();
    expect(files.map(({ path }) => path)).toEqual([
      'bearings.json',
      'model.json',
      'weights.bin',
      'metadata.json',
      'labels.txt',
      'CARD.md',
    ]);
    expect(textOf(files, 'labels.txt')).toBe('circle\nsquare or so\nstar\n');
    expect(JSON.parse(textOf(files, 'metadata.json'))).toMatchObject({
      labels,
      imageSize: SIDE,
      grayscale: false,
      modelName: 'Tiny *foreign* model',
    });
    expect(JSON.parse(textOf(files, 'model.json'))).toMatchObject({
      format: 'layers-model',
      weightsManifest: [{ paths: ['weights.bin'] }],
    });
  });

  test('opens in plain tf.loadLayersModel with the same answers', async () => {
    const model = await tf.loadLayersModel(handlerOf(await write()));
    expect(predict(model)).toEqual(predict(original));
    model.dispose();
  });

  test('opens in Teachable Machine’s own library with the same answers', async () => {
    const files = await write();
    const metadata: Metadata = JSON.parse(textOf(files, 'metadata.json'));
    // Its `load` hands whatever it gets to tf.loadLayersModel, so a handler does for an address.
    const opened = await loadTeachable(handlerOf(files) as unknown as string, metadata);
    expect(opened).toBeInstanceOf(CustomMobileNet);
    expect(opened.getClassLabels()).toEqual(labels);
    expect(opened.getTotalClasses()).toBe(3);
    expect(opened.getMetadata()).toMatchObject({ imageSize: SIDE });
    expect(predict(opened.model)).toEqual(predict(original));
    // Its own `dispose` asks for a training model, which only its training page has.
    opened.model.dispose();
  });

  test('leaves Teachable Machine’s metadata out where that library would mislead', async () => {
    const wide = await writeBundle(given, (files) => {
      const manifest = draft('tfjs-layers', files);
      return { ...manifest, input: { ...manifest.input, width: 2 * SIDE } };
    });
    expect(wide.map(({ path }) => path)).not.toContain('metadata.json');
  });

  test('comes back bit for bit, zipped and opened again', async () => {
    const files = await write();
    const zip = await zipBundle(held(files));
    const tree = await openTree([{ path: 'tiny.zip', blob: zip }]);
    const back = await Promise.all(
      tree.files.map(async (file) => ({ path: file.path, content: await file.read() })),
    );
    expect(back).toEqual(held(files));
    const bundle = await new ModelReader().read(new MemoryFiles('tiny', back), 'bearings.json');
    expect(bundle.manifest.id).toBe('tiny-foreign');
    const network = given.network.kind === 'tfjs-layers' ? given.network.layers : null;
    expect(bundle.network).toMatchObject({ kind: 'tfjs-layers', layers: network });
    expect(bundle.bank).toBeNull();
  });

  test('is the same bytes every time', async () => {
    const [first, second] = await Promise.all([write(), write()]);
    const zips = await Promise.all([zipBundle(held(first)), zipBundle(held(second))]);
    const [one, other] = await Promise.all(zips.map((zip) => zip.arrayBuffer()));
    expect(one).toEqual(other);
  });

  test('carries a reference bank, and only the detector’s own', async () => {
    const rows = Array.from({ length: 6 }, (_, i) => Float32Array.of(1, i, -i, 2));
    const bank = new Uint8Array(encodeBank(rows).buffer);
    const sha256 = await fingerprint(bank);
    const withDetector = (manifest: Manifest): Manifest => ({
      ...manifest,
      detector: {
        kind: 'knn',
        k: 3,
        features: { start: 0, length: 4 },
        bank: { path: 'bank.bin', bytes: bank.byteLength, sha256 },
        bankLabels: [0, 0, 1, 1, 2, 2],
        heldOutDistances: [0.1, 0.2, 0.3, 0.4, 0.5],
      },
    });
    const describeIt = (files: Parameters<typeof draft>[1]) =>
      withDetector(draft('tfjs-layers', files));
    const files = await writeBundle(given, describeIt, { bank });
    const read = await new ModelReader().read(new MemoryFiles('m', held(files)), 'bearings.json');
    expect(read.bank?.labels).toEqual([0, 0, 1, 1, 2, 2]);
    expect(textOf(files, 'CARD.md')).toContain('6 reference photos');
    const other = bank.slice();
    other[0] = (other[0] ?? 0) ^ 1;
    for (const wrong of [{ bank: other }, {}]) {
      await expect(writeBundle(given, describeIt, wrong)).rejects.toMatchObject({
        code: 'model-manifest-invalid',
      });
    }
  });
});

describe('the card', () => {
  test('says what is guessed, and what nobody measured', async () => {
    const card = textOf(await write(), 'CARD.md');
    expect(card).toContain('# Tiny \\*foreign\\* model');
    expect(card).toContain('**guessed**');
    expect(card).toContain('Not measured');
    expect(card).toContain('cannot tell when a photo is nothing it was trained on');
    expect(card).toContain('nearly as Bearings does');
  });

  test('warns where Teachable Machine’s library would answer wrongly', async () => {
    const files = await writeBundle(given, (parts) => {
      const manifest = draft('tfjs-layers', parts);
      return { ...manifest, input: { ...manifest.input, scale: { multiply: 1, add: 0 } } };
    });
    expect(textOf(files, 'CARD.md')).toContain('answers there will be wrong');
  });
});

test('a bundle of a graph model opens in tf.loadGraphModel, signature kept', async () => {
  const json = readFileSync(join(tinyGraph, 'model.json'), 'utf8');
  const weights = new Uint8Array(readFileSync(join(tinyGraph, 'group1-shard1of1.bin')));
  const { signature }: { signature: Record<string, unknown> } = JSON.parse(json);
  const network = parseTfjsModel(JSON.parse(json), weights.slice().buffer, 'model.json');
  const names = Array.from({ length: 1001 }, (_, i) => `label ${i}`);
  const files = await writeBundle({ ...given, network, format: 'graph-model' }, (parts) =>
    draft('tfjs-graph', parts, names),
  );
  expect(files.map(({ path }) => path)).not.toContain('metadata.json');
  expect(JSON.parse(textOf(files, 'model.json'))).toMatchObject({
    format: 'graph-model',
    signature,
  });
  expect(bytesOf(files, 'weights.bin')).toEqual(weights);
  const source = [
    { path: 'model.json', bytes: new TextEncoder().encode(json) },
    { path: 'group1-shard1of1.bin', bytes: weights },
  ];
  const [ours, theirs] = await Promise.all(
    [files, source].map(async (from) => {
      const model = await tf.loadGraphModel(handlerOf(from));
      const answer = predict(model, 224);
      model.dispose();
      return answer;
    }),
  );
  expect(ours).toHaveLength(1001);
  expect(ours).toEqual(theirs);
});
