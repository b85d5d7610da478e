import { io, type Tensor, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import * as teachable from '@teachablemachine/image';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import { type Scale, usualScales } from '../../../src/core/scale';
import type { Fit } from '../../../src/core/fit';
import type { Manifest } from '../../../src/core/manifest';
import type { NetworkFindings } from '../../../src/core/network-findings';
import { toProbabilities } from '../../../src/core/probabilities';
import { ForeignNetwork } from '../../../src/engine/foreign-network';
import { inspectNetwork } from '../../../src/engine/inspect-network';
import { MobilenetNetwork } from '../../../src/engine/mobilenet-network';
import { Backends } from '../../../src/engine/start-backend';
import type { ForeignModel, ForeignNetwork as Parts } from '../../../src/model/foreign-model';
import { parseTfjsModel } from '../../../src/model/parse-tfjs-model';
import { decodeImage } from '../../../src/photo/decode-image';
import { FitCanvas } from '../../../src/photo/draw-fit';
import { workerHost } from '../../../src/worker/host';
import { hasShared } from './support';

const SIDE = 224;
const models = new URL('/shared/fixtures/models/', location.origin).href;
const backends = new Backends(workerHost);

/** A real export, inspected and built as it would be when opened. */
async function openExport(folder: string, shard: string, scale: Scale, fit: Fit) {
  const json: unknown = await (await fetch(`${models}${folder}/model.json`)).json();
  const bytes = await (await fetch(`${models}${folder}/${shard}`)).arrayBuffer();
  const parts = parseTfjsModel(json, bytes, folder);
  const model = asModel(parts, scale, fit);
  const findings = await inspectNetwork(backends, model, {});
  const input: Manifest['input'] = {
    ...{ width: SIDE, height: SIDE, fit, channels: 'rgb', layout: 'nhwc', scale },
  };
  const { units, taps, output } = findings;
  const network = await ForeignNetwork.load(parts, { input, output: output.value, units, taps });
  return { parts, findings, network, input };
}

function asModel(network: Parts, scale: Scale, fit: Fit): ForeignModel {
  const guess = <T>(value: T) => ({ value, from: 'guess' as const });
  return {
    ...{ format: 'keras-layers', formatName: 'A model', name: 'model', network },
    contract: {
      labels: guess([]),
      size: guess({ width: SIDE, height: SIDE }),
      fit: guess(fit),
      channels: guess('rgb'),
      layout: guess('nhwc'),
      scale: guess(scale),
      orientation: guess('upright'),
      output: guess('logits'),
    },
    ...{ taps: {}, samples: [], notes: [] },
  };
}

async function fetchTenPhotos(): Promise<Blob[]> {
  const paths = await commands.listPhotos('photos/bears', 10);
  return Promise.all(paths.map(async (path) => (await fetch(`/shared/fixtures/${path}`)).blob()));
}

/** What our pipeline says of a photo. */
async function classify(network: ForeignNetwork, photo: Blob, fit: Fit, findings: NetworkFindings) {
  const { bitmap } = await decodeImage(photo);
  const image = new FitCanvas({ width: SIDE, height: SIDE }, fit).draw(bitmap);
  bitmap.close();
  const output = await network.run(image);
  return { image, output, probabilities: toProbabilities(output.logits, findings.output.value) };
}

function largestDifference(some: ArrayLike<number>, others: ArrayLike<number>): number {
  expect(some.length).toBe(others.length);
  return Math.max(...Array.from(some, (value, i) => Math.abs(value - (others[i] ?? NaN))));
}

async function loadPlainly(parts: Parts) {
  if (parts.kind !== 'tfjs-layers') throw new Error('not layers');
  const { topology: modelTopology, weightSpecs, weightData } = parts.layers;
  return loadLayersModel(io.fromMemory({ modelTopology, weightSpecs, weightData }));
}

describe.skipIf(!hasShared)('a real export answers as its maker says', () => {
  let photos: Blob[] = [];
  beforeAll(async () => {
    await backends.start({ backend: 'wasm', threads: 1 }, 15_000);
    photos = await fetchTenPhotos();
  });
  afterAll(() => backends.stop('wasm'));

  it('Teachable Machine: by its published recipe, and by its own library', async () => {
    const scale = usualScales['-1…1.008'];
    const opened = await openExport('teachable-machine', 'weights.bin', scale, 'crop');
    const { findings, network, parts } = opened;
    expect(findings.taps.features?.length).toBe(1280);
    const plain = await loadPlainly(parts);
    const folder = `${models}teachable-machine/`;
    const library = await teachable.load(`${folder}model.json`, `${folder}metadata.json`);
    for (const photo of photos) {
      const ours = await classify(network, photo, 'crop', findings);
      // Centre cover crop, then x / 127 - 1, without any of our code.
      const bitmap = await createImageBitmap(photo);
      const square = Math.min(bitmap.width, bitmap.height);
      const context = new OffscreenCanvas(SIDE, SIDE).getContext('2d');
      if (!context) throw new Error('no canvas');
      context.imageSmoothingQuality = 'high';
      context.drawImage(
        bitmap,
        ...([(bitmap.width - square) / 2, (bitmap.height - square) / 2, square, square] as const),
        ...([0, 0, SIDE, SIDE] as const),
      );
      const { data } = context.getImageData(0, 0, SIDE, SIDE);
      const numbers = Float32Array.from(
        { length: SIDE * SIDE * 3 },
        (_, i) => (data[4 * Math.floor(i / 3) + (i % 3)] ?? 0) / 127 - 1,
      );
      const theirs = tidy(() =>
        (plain.predict(tensor4d(numbers, [1, SIDE, SIDE, 3])) as Tensor).dataSync(),
      );
      expect(largestDifference(ours.probabilities, theirs)).toBeLessThan(1e-3);
      // Their softmax hides a constant of the logits: the largest is 0 on both sides.
      const top = Math.max(...ours.output.logits);
      const topTheirs = Math.log(Math.max(...theirs));
      ours.output.logits.forEach((logit, i) => {
        const expected = Math.log(theirs[i] ?? NaN) - topTheirs;
        expect(Math.abs(logit - top - expected) / Math.max(1, Math.abs(expected))).toBeLessThan(
          1e-3,
        );
      });
      // The library draws without antialiasing, so pixels and answers differ a little.
      const image = new Image();
      image.src = URL.createObjectURL(photo);
      await image.decode();
      const said = await library.predict(image);
      URL.revokeObjectURL(image.src);
      const published = said.map(({ probability }) => probability);
      expect(largestDifference(ours.probabilities, published)).toBeLessThan(2e-2);
    }
    network.dispose();
    plain.weights.forEach((weight) => weight.dispose());
  });

  it('nsfwjs: as plain tf.loadLayersModel', async () => {
    const opened = await openExport(
      'nsfwjs-layers-uint8',
      'group1-shard1of1',
      usualScales['0…1'],
      'squish',
    );
    const { findings, network, parts } = opened;
    const plain = await loadPlainly(parts);
    for (const photo of photos) {
      const { image, probabilities } = await classify(network, photo, 'squish', findings);
      const numbers = Float32Array.from(
        { length: SIDE * SIDE * 3 },
        (_, i) => (image.data[4 * Math.floor(i / 3) + (i % 3)] ?? 0) / 255,
      );
      const theirs = tidy(() =>
        (plain.predict(tensor4d(numbers, [1, SIDE, SIDE, 3])) as Tensor).dataSync(),
      );
      expect(largestDifference(probabilities, theirs)).toBeLessThan(1e-3);
    }
    network.dispose();
    plain.weights.forEach((weight) => weight.dispose());
  });

  it('MobileNet: as @tensorflow-models/mobilenet', async () => {
    const scale = usualScales['-1…1'];
    const opened = await openExport(
      'mobilenet-v2-imagenet',
      'group1-shard1of1.bin',
      scale,
      'squish',
    );
    const { findings, network, parts, input } = opened;
    expect(findings).toMatchObject({
      units: 1001,
      output: { value: 'logits' },
      taps: { features: { node: 'module_apply_default/MobilenetV2/Logits/AvgPool', length: 1280 } },
    });
    if (parts.kind !== 'tfjs-graph') throw new Error('not a graph');
    const spec = { kind: 'tfjs-mobilenet', model: 'model.json', version: 2, alpha: 1 } as const;
    const theirs = await MobilenetNetwork.load(spec, parts.graph, input, true);
    for (const photo of photos) {
      const { image, output } = await classify(network, photo, 'squish', findings);
      const said = await theirs.run(image);
      expect(largestDifference(output.logits.slice(1), said.logits)).toBeLessThan(1e-3);
      const features = output.features ?? new Float32Array();
      expect(largestDifference(features, said.features ?? [])).toBeLessThan(1e-3);
    }
    network.dispose();
    theirs.dispose();
  });
});
