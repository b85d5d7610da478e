import { io, type Tensor, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import * as teachable from '@teachablemachine/image';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import type { PlainKind } from '../../../src/core/export/plain-kinds';
import type { ModelImage } from '../../../src/core/model-image';
import { toProbabilities } from '../../../src/core/probabilities';
import { Engine } from '../../../src/engine/engine';
import { exportPlain } from '../../../src/engine/export-plain';
import { writePlainFiles } from '../../../src/model/export/plain-files';
import { FetchedFiles } from '../../../src/model/fetched-files';
import { type ModelBundle, ModelReader } from '../../../src/model/read-model';
import { decodeImage } from '../../../src/photo/decode-image';
import { FitCanvas } from '../../../src/photo/draw-fit';
import { workerHost } from '../../../src/worker/host';
import { drawStripes, trainStripes } from '../../fixtures/train-stripes';
import { hasShared } from '../engine/support';

const MAX_DIFFERENCE = 1e-3;

interface Case {
  bundle: ModelBundle;
  images: ModelImage[];
}

/** The shipped bears, and photos of bears. */
async function openBears(): Promise<Case> {
  const files = new FetchedFiles(new URL('/models/bears/', location.origin).href);
  const bundle = await new ModelReader().read(files, 'bearings.json');
  const images: ModelImage[] = [];
  for (const path of await commands.listPhotos('photos/bears', 6)) {
    const { bitmap } = await decodeImage(await (await fetch(`/shared/fixtures/${path}`)).blob());
    const { input } = bundle.manifest;
    const { width, height, data } = new FitCanvas(input, input.fit).draw(bitmap);
    images.push({ width, height, data: data.slice() });
    bitmap.close();
  }
  return { bundle, images };
}

/** A model whose head reads a block that was tuned on its photos. */
async function openTuned(engine: Engine): Promise<Case> {
  const { bundle } = await trainStripes(engine);
  return { bundle, images: [97, 102, 110, 119].map(drawStripes) };
}

const cases = [
  { name: 'the bears', there: hasShared, open: openBears },
  { name: 'a head on a tuned block', there: true, open: openTuned },
];

/** Exported here and opened by other makers' own loaders. */
describe.each(cases)('$name in plain form', ({ there, open }) => {
  const engine = new Engine(workerHost);
  let bundle: ModelBundle;
  let images: ModelImage[] = [];

  beforeAll(async () => {
    if (!there) return;
    ({ bundle, images } = await open(engine));
    await engine.open(bundle, 'wasm');
  }, 120_000);
  afterAll(() => engine.close());

  async function exportFiles(kind: PlainKind): Promise<Map<string, File>> {
    const plain = await engine.openAside(bundle, (network) => exportPlain(bundle, network, kind));
    const { network, input, precision, error } = plain;
    const { manifest } = bundle;
    const files = writePlainFiles({ network, manifest, input, check: { precision, error } });
    return new Map(files.map(({ path, bytes }) => [path, new File([bytes], path)]));
  }

  /** The numbers that the README says, without any of our code. */
  function toNumbers({ data, width, height }: ModelImage, divisor: number) {
    const numbers = Float32Array.from(
      { length: width * height * 3 },
      (_, i) => (data[4 * Math.floor(i / 3) + (i % 3)] ?? 0) / divisor - 1,
    );
    return tensor4d(numbers, [1, height, width, 3]);
  }

  async function expectSame(image: ModelImage, said: ArrayLike<number>): Promise<void> {
    const { logits } = await engine.run(image);
    const expected = toProbabilities(logits, 'logits', bundle.manifest.calibration);
    expect(said.length).toBe(expected.length);
    expected.forEach((probability, i) => {
      expect(Math.abs(probability - (said[i] ?? NaN))).toBeLessThan(MAX_DIFFERENCE);
    });
  }

  const need = (files: Map<string, File>, name: string): File => {
    const file = files.get(name);
    if (!file) throw new Error(name);
    return file;
  };

  it.skipIf(!there)('opens with tf.loadGraphModel', async () => {
    const files = await exportFiles('graph');
    const parts = [need(files, 'model.json'), need(files, 'weights.bin')];
    const model = await loadGraphModel(io.browserFiles(parts));
    for (const image of images) {
      const said = tidy(() => (model.predict(toNumbers(image, 127.5)) as Tensor).dataSync());
      await expectSame(image, said);
    }
    model.dispose();
  });

  it.skipIf(!there)('opens with tf.loadLayersModel and Teachable Machine’s library', async () => {
    const files = await exportFiles('layers');
    const parts = [need(files, 'model.json'), need(files, 'weights.bin')] as const;
    const model = await loadLayersModel(io.browserFiles([...parts]));
    const library = await teachable.loadFromFiles(...parts, need(files, 'metadata.json'));
    expect(library.getClassLabels()).toEqual(bundle.manifest.labels);
    for (const image of images) {
      const said = tidy(() => (model.predict(toNumbers(image, 127)) as Tensor).dataSync());
      await expectSame(image, said);
      // At the model's size the library has nothing to crop or shrink.
      const canvas = document.createElement('canvas');
      canvas.width = image.width;
      canvas.height = image.height;
      const pixels = new ImageData(new Uint8ClampedArray(image.data), image.width, image.height);
      canvas.getContext('2d')?.putImageData(pixels, 0, 0);
      const theirs = await library.predict(canvas);
      await expectSame(
        image,
        theirs.map(({ probability }) => probability),
      );
    }
    model.weights.forEach((weight) => weight.dispose());
  });
});
