import { loadFromFiles } from '@teachablemachine/image';
import * as tf from '@tensorflow/tfjs';
import { BlobWriter, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { BundleFile } from '../../../src/model/bundle-file';
import { openTree } from '../../../src/model/intake/open-tree';
import { writeBundle } from '../../../src/model/write-bundle';
import {
  bytesOf,
  draft,
  handlerOf,
  labels,
  makeLayersModel,
  SIDE,
  takeParts,
} from '../../unit/model/bundle-parts';

async function write(): Promise<BundleFile[]> {
  const model = makeLayersModel();
  const network = { kind: 'tfjs-layers' as const, layers: await takeParts(model) };
  model.dispose();
  const given = { name: 'Tiny', format: 'keras-layers' as const, formatName: 'Keras', network };
  return writeBundle(given, (files) => draft('tfjs-layers', files));
}

function toFile(files: readonly BundleFile[], path: string): File {
  return new File([bytesOf(files, path).slice()], path);
}

/** A square with a gradient, at the model's size: nothing has to be cropped or resized. */
function drawPicture(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIDE;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  for (let x = 0; x < SIDE; x++) {
    context.fillStyle = `rgb(${30 * x}, ${255 - 20 * x}, 90)`;
    context.fillRect(x, 0, 1, SIDE);
  }
  return canvas;
}

test('a bundle opens in Teachable Machine’s own library, which gives the same answers', async () => {
  const files = await write();
  const theirs = await loadFromFiles(
    toFile(files, 'model.json'),
    toFile(files, 'weights.bin'),
    toFile(files, 'metadata.json'),
  );
  const canvas = drawPicture();
  const answer = await theirs.predict(canvas);
  expect(answer.map(({ className }) => className)).toEqual(labels);
  const plain = await tf.loadLayersModel(handlerOf(files));
  const expected = tf.tidy(() => {
    const pixels = tf.browser.fromPixels(canvas).toFloat().div(127).sub(1).expandDims(0);
    const out = plain.predict(pixels);
    return out instanceof tf.Tensor ? out.dataSync() : [];
  });
  answer.forEach(({ probability }, i) => expect(probability).toBeCloseTo(expected[i] ?? NaN, 4));
  plain.dispose();
});

describe('what is opened here', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  test('is unpacked without workers, wasm, eval or blob addresses: the policy forbids them', async () => {
    const content = Uint8Array.from({ length: 200_000 }, (_, i) => (i * i) >> 5);
    const gzip = new Blob([content]).stream().pipeThrough(new CompressionStream('gzip'));
    const gz = new Uint8Array(await new Response(gzip).arrayBuffer());
    const writer = new ZipWriter(new BlobWriter(), { level: 6, useWebWorkers: false });
    await writer.add('a/plain.bin', new Uint8ArrayReader(content));
    await writer.add('a/packed.bin', new Uint8ArrayReader(gz));
    const zip = await writer.close();
    expect(zip.size).toBeLessThan(2 * content.byteLength);
    const refuse = () => {
      throw new Error('forbidden');
    };
    vi.stubGlobal('Worker', refuse);
    vi.stubGlobal('Function', refuse);
    vi.stubGlobal('WebAssembly', { instantiate: refuse, compile: refuse, Module: refuse });
    vi.spyOn(URL, 'createObjectURL').mockImplementation(refuse);
    const tree = await openTree([{ path: 'model.zip', blob: zip }]);
    expect(tree.files.map(({ path }) => path)).toEqual(['plain.bin', 'packed.bin']);
    for (const file of tree.files) expect(await file.read()).toEqual(content);
  });
});
