import '@tensorflow/tfjs-backend-cpu';
import { concat, mean, memory, setBackend, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ownThresholds } from '../../../src/core/thresholds';
import { openBank } from '../../../src/core/bank';
import { usualScales } from '../../../src/core/scale';
import { type Manifest, parseManifest } from '../../../src/core/manifest';
import type { ModelImage } from '../../../src/core/model-image';
import { measureEffect } from '../../../src/core/stranger-effect';
import {
  judgeStrangers,
  learnHonesty,
  type ReferenceImage,
  type Runner,
} from '../../../src/engine/make-honest';
import { toTensor } from '../../../src/engine/to-tensor';
import type { ModelBundle } from '../../../src/model/read-model';

const SIDE = 4;

beforeAll(async () => {
  await setBackend('cpu');
});

const part = { path: 'model.json', bytes: 1, sha256: '0'.repeat(64) };
const manifest: Manifest = parseManifest({
  format: 'bearings-model',
  version: 1,
  id: 'colours',
  name: 'Colours',
  summary: 'Tells red from green.',
  labels: ['red', 'green'],
  input: {
    width: SIDE,
    height: SIDE,
    fit: 'crop',
    channels: 'rgb',
    layout: 'nhwc',
    scale: usualScales['0…1'],
  },
  network: {
    kind: 'tfjs-layers',
    model: part,
    weights: [part],
    units: 2,
    output: null,
    logits: null,
    features: { node: 'pool', length: 4 },
  },
  output: 'logits',
  calibration: null,
  detector: null,
  thresholds: { confidence: 0.8, falseAlarmRate: 0.05 },
  golden: [{ seed: 1, labels: [0, 1], probabilities: [0.5, 0.5] }],
  evaluation: null,
  provenance: { trainedOn: '', madeWith: '', credits: [] },
  licence: '',
});

/** Mean colour, and how red or green it is: sure of itself on blue as well. */
const runner: Runner = {
  run: async (image) => {
    const features = tidy(() => {
      const colour = mean(
        toTensor(image, manifest.input, new Float32Array(SIDE * SIDE * 3)),
        [1, 2],
      );
      return concat([colour, tensor2d([[0.1]])], 1);
    });
    const values = Float32Array.from(await features.data<'float32'>());
    features.dispose();
    const [red = 0, green = 0, blue = 0] = values;
    return { logits: Float32Array.of(10 * (red + blue), 10 * green), features: values };
  },
};

function paint(colour: readonly number[]): ModelImage {
  const pixel = [...colour, 255];
  const data = new Uint8ClampedArray(Array.from({ length: SIDE * SIDE }, () => pixel).flat());
  return { width: SIDE, height: SIDE, data };
}

async function* photos(count: number): AsyncGenerator<ReferenceImage> {
  for (let i = 0; i < count; i++) {
    const label = i % 2;
    const colour = [0, 1, 2].map((at) => (at === label ? 200 : 30) + ((i * 7 + at * 13) % 23));
    yield { image: paint(colour), label, hash: String(i) };
  }
}

async function* blues(count: number): AsyncGenerator<ModelImage> {
  for (let i = 0; i < count; i++) yield paint([20 + i, 20, 220]);
}

describe('learnHonesty', () => {
  it('warns about what was labelled without a doubt before, and leaves no tensor behind', async () => {
    const before = memory().numTensors;
    const progress: number[] = [];
    const honesty = await learnHonesty(runner, manifest, photos(24), {
      onProgress: (done) => progress.push(done),
    });
    expect(progress.at(-1)).toBe(24);
    const { detector, calibration } = honesty.manifest;
    if (!detector || !honesty.bank) throw new Error('no bank');
    expect(calibration?.photos).toBe(24);
    const bank = openBank(new Int8Array(honesty.bank.buffer), 4, detector.bankLabels);
    const network: ModelBundle['network'] = {
      kind: 'tfjs-layers',
      spec: manifest.network.kind === 'tfjs-layers' ? manifest.network : fail(),
      layers: { topology: {}, weightSpecs: [], weightData: new ArrayBuffer(0) },
    };
    const old: ModelBundle = { manifest, network, bank: null };
    const now: ModelBundle = { manifest: honesty.manifest, network, bank };
    const judged = await judgeStrangers(runner, old, now, blues(10));
    expect(measureEffect(judged, ownThresholds(manifest), ownThresholds(honesty.manifest))).toEqual(
      {
        photos: 10,
        labelledBefore: 10,
        labelledAfter: 0,
        warned: 10,
      },
    );
    expect(memory().numTensors).toBe(before);
  });

  it('pins golden outputs that its own network reproduces', async () => {
    const honesty = await learnHonesty(runner, manifest, photos(24));
    expect(honesty.manifest.golden).toHaveLength(1);
    expect(honesty.manifest.golden[0]?.seed).toBe(1);
    expect(honesty.manifest.golden[0]?.probabilities).not.toEqual([0.5, 0.5]);
  });

  it('can be cancelled, and the photos’ source is closed', async () => {
    const controller = new AbortController();
    let closed = false;
    async function* source() {
      try {
        yield* photos(24);
      } finally {
        closed = true;
      }
    }
    const learning = learnHonesty(runner, manifest, source(), {
      signal: controller.signal,
      onProgress: (done) => {
        if (done === 3) controller.abort();
      },
    });
    await expect(learning).rejects.toMatchObject({ code: 'cancelled' });
    expect(closed).toBe(true);
  });

  it('refuses too few photos with a code', async () => {
    await expect(learnHonesty(runner, manifest, photos(3))).rejects.toMatchObject({
      code: 'photos-too-few',
    });
  });
});

function fail(): never {
  throw new Error('another kind of network');
}
