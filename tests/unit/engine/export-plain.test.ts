import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { memory } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiskFiles } from '../../../src/cli/disk-files';
import { createNodeHost } from '../../../src/cli/node-host';
import { fitPhoto, openPhoto } from '../../../src/cli/open-photo';
import { toProbabilities } from '../../../src/core/probabilities';
import { Engine } from '../../../src/engine/engine';
import { boundError, exportPlain, type PlainModel } from '../../../src/engine/export-plain';
import { GraphRunner } from '../../../src/engine/graph-runner';
import { LayersRunner } from '../../../src/engine/layers-runner';
import { toTensor } from '../../../src/engine/to-tensor';
import { findInputs } from '../../../src/model/find-taps';
import { parseNodes } from '../../../src/model/graph-nodes';
import { type ModelBundle, ModelReader } from '../../../src/model/read-model';
import { moveToTuned } from '../../fixtures/move-to-tuned';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const photos = `${root}../shared/fixtures/photos/bears/`;
const hasTrunk = existsSync(`${root}models/trunk/weights.bin`);

describe('boundError', () => {
  it('is a quarter of the largest change in the difference of two logits', () => {
    // The differences change by 0.2, 0.6 and 0.8.
    expect(boundError([1.2, 2, 3.6], [1, 2, 3])).toBeCloseTo(0.15);
    expect(boundError([1, 2], [1, 2.4])).toBeCloseTo(0.1);
    // The same for all: softmax does not see it.
    expect(boundError([4, 5], [1, 2])).toBeCloseTo(0);
    expect(boundError([NaN, 1], [1, 1])).toBeNaN();
  });
});

const openFolder = (folder: string) => new DiskFiles(`${root}${folder}`);
const cases = [
  { name: 'a tiny model', open: () => openFolder('tests/fixtures/models/tiny'), there: true },
  { name: 'the bears', open: () => openFolder('models/bears'), there: hasTrunk },
  {
    name: 'the bears on a tuned block',
    open: () => moveToTuned(openFolder('models/bears')),
    there: hasTrunk,
  },
];

describe.each(cases)('$name in plain form', ({ open, there }) => {
  const engine = new Engine(createNodeHost());
  let bundle: ModelBundle;
  beforeAll(async () => {
    if (!there) return;
    bundle = await new ModelReader().read(await open(), 'bearings.json');
    await engine.open(bundle, 'wasm');
  });
  afterAll(() => engine.close());

  it.skipIf(!there).each(['graph', 'layers'] as const)('%s: the same answers', async (kind) => {
    const before = memory().numTensors;
    const plain = await engine.openAside(bundle, (network) => exportPlain(bundle, network, kind));
    expect(plain.error).toBeLessThanOrEqual(1e-3);
    expect(memory().numTensors).toBe(before);
    const runner = await build(plain);
    for (const photo of listPhotos()) {
      const { input } = bundle.manifest;
      const image = await fitPhoto(await openPhoto(readFileSync(photo)), input, input.fit);
      const { logits } = await engine.run(image);
      const expected = toProbabilities(logits, 'logits', bundle.manifest.calibration);
      const buffer = new Float32Array(image.width * image.height * 3);
      const picture = toTensor(image, plain.input, buffer);
      const [answer] = await runner.run(picture, ['probabilities']);
      const said = await answer?.data();
      expected.forEach((probability, i) => {
        expect(Math.abs(probability - (said?.[i] ?? NaN))).toBeLessThan(1e-3);
      });
      picture.dispose();
      answer?.dispose();
    }
    runner.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

/** As bare tfjs loads it. */
async function build({ network }: PlainModel) {
  if (network.kind === 'tfjs-layers') return LayersRunner.build(network.layers);
  const [input = ''] = findInputs(parseNodes(network.graph.topology), 'probabilities');
  return GraphRunner.build(network.graph, input);
}

function listPhotos(): string[] {
  if (!existsSync(photos)) return [`${root}tests/fixtures/photos/plain.jpg`];
  return ['black', 'grizzly', 'teddy'].flatMap((label) =>
    readdirSync(`${photos}${label}`)
      .sort()
      .slice(0, 4)
      .map((name) => `${photos}${label}/${name}`),
  );
}
