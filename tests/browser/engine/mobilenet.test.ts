import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import type { Manifest } from '../../../src/core/manifest';
import { MobilenetNetwork } from '../../../src/engine/mobilenet-network';
import { Backends } from '../../../src/engine/start-backend';
import { FetchedFiles } from '../../../src/model/fetched-files';
import { readGraph } from '../../../src/model/read-graph';
import { decodeImage } from '../../../src/photo/decode-image';
import { FitCanvas } from '../../../src/photo/draw-fit';
import { workerHost } from '../../../src/worker/host';
import { hasShared } from './support';

const input: Manifest['input'] = {
  width: 224,
  height: 224,
  fit: 'crop',
  channels: 'rgb',
  layout: 'nhwc',
  scale: { multiply: 1 / 127.5, add: -1 },
};
const spec = { kind: 'tfjs-mobilenet', model: 'model.json', version: 2, alpha: 1 } as const;
/** Indices among the thousand of ImageNet: leopard, snow leopard, jaguar, cheetah. */
const spottedCats = [288, 289, 290, 293];

describe.skipIf(!hasShared)('the real MobileNet', () => {
  it('knows a leopard, gives features, and leaves nothing behind', async () => {
    await new Backends(workerHost).start({ backend: 'wasm', threads: 1 }, 15_000);
    const before = memory().numTensors;
    const folder = new URL('/shared/fixtures/models/mobilenet-v2-imagenet', location.origin).href;
    const graph = await readGraph(new FetchedFiles(folder), 'model.json');
    const network = await MobilenetNetwork.load(spec, graph, input, true);
    const canvas = new FitCanvas(input, input.fit);
    const photos = await commands.listPhotos('photos/caltech101/Leopards', 10);
    let right = 0;
    for (const photo of photos) {
      const { bitmap } = await decodeImage(await (await fetch(`/shared/fixtures/${photo}`)).blob());
      const { logits, features } = await network.run(canvas.draw(bitmap));
      bitmap.close();
      expect(features).toHaveLength(1280);
      expect(logits).toHaveLength(1000);
      if (spottedCats.includes(logits.indexOf(Math.max(...logits)))) right += 1;
    }
    expect(right).toBeGreaterThanOrEqual(8);
    network.dispose();
    expect(memory().numTensors).toBe(before);
  });
});
