import { describe, expect, it } from 'vitest';
import { ExplainClient } from '../../../src/client/explain-client';
import type { Explanation } from '../../../src/core/occlusion/explanation';
import { findRegion, type Region } from '../../../src/core/occlusion/region';
import { Engine } from '../../../src/engine/engine';
import { importModel } from '../../../src/engine/import-model';
import type { ModelSource } from '../../../src/worker/protocol';
import { workerHost } from '../../../src/worker/host';
import { createClient, drawPhoto, tinyModel } from './support';

const SIDE = 18;
const CELL = SIDE / 9;

/**
 * A Keras model of one dense layer that looks at one square of the picture and at nothing else: the
 * brighter the square, the more likely "bright".
 *
 * @param column Of the 9 × 9 cells; the square is three cells wide and high.
 */
async function keepOneEyedModel(column: number, row: number): Promise<ModelSource> {
  const kernel = new Float32Array(SIDE * SIDE * 3 * 2);
  for (let y = CELL * row; y < CELL * (row + 3); y++) {
    for (let x = CELL * column; x < CELL * (column + 3); x++) {
      for (let channel = 0; channel < 3; channel++) {
        const at = 2 * (3 * (SIDE * y + x) + channel);
        kernel[at] = 0.05;
        kernel[at + 1] = -0.05;
      }
    }
  }
  const name = (suffix: string) => `dense/${suffix}`;
  const json = {
    format: 'layers-model',
    generatedBy: 'keras v2.4.0',
    convertedBy: 'TensorFlow.js Converter v3.0.0',
    modelTopology: {
      keras_version: '2.4.0',
      backend: 'tensorflow',
      model_config: {
        class_name: 'Sequential',
        config: {
          name: 'sequential',
          layers: [
            {
              class_name: 'Flatten',
              config: {
                name: 'flatten',
                batch_input_shape: [null, SIDE, SIDE, 3],
                dtype: 'float32',
                data_format: 'channels_last',
              },
            },
            {
              class_name: 'Dense',
              config: { name: 'dense', units: 2, activation: 'softmax', use_bias: true },
            },
          ],
        },
      },
    },
    weightsManifest: [
      {
        paths: ['group1-shard1of1.bin'],
        weights: [
          { name: name('kernel'), shape: [SIDE * SIDE * 3, 2], dtype: 'float32' },
          { name: name('bias'), shape: [2], dtype: 'float32' },
        ],
      },
    ],
  };
  const weights = new Uint8Array(kernel.byteLength + 8);
  weights.set(new Uint8Array(kernel.buffer));
  const contents = new Map([
    ['model.json', new TextEncoder().encode(JSON.stringify(json))],
    ['group1-shard1of1.bin', weights],
    ['labels.txt', new TextEncoder().encode('bright\ndark\n')],
  ]);
  const files = [...contents].map(([path, bytes]) => ({
    path,
    bytes: bytes.byteLength,
    read: () => Promise.resolve(bytes.slice()),
  }));
  const engine = new Engine(workerHost);
  const { foreign } = await importModel(engine, { name: 'one-eyed', files }, 'one-eyed');
  engine.close();
  if (!foreign) throw new Error('taken for our own');
  return {
    kind: 'files',
    files: foreign.files.map(({ path, bytes }) => ({ path, blob: new Blob([bytes.slice()]) })),
  };
}

/** A dark picture with one white square, three cells wide and high. */
async function drawSquare(column: number, row: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.fillStyle = '#202020';
  context.fillRect(0, 0, SIDE, SIDE);
  context.fillStyle = '#fff';
  context.fillRect(CELL * column, CELL * row, 3 * CELL, 3 * CELL);
  return canvas.convertToBlob({ type: 'image/png' });
}

function strongestCell({ map }: Explanation): { column: number; row: number } | null {
  if (!map) return null;
  const cell = map.weights.indexOf(1);
  return { column: cell % map.columns, row: Math.floor(cell / map.columns) };
}

describe('explaining a photo', () => {
  it.each([
    [0, 0, 'upper-left'],
    [6, 3, 'middle-right'],
    [3, 6, 'lower-centre'],
  ] as const)(
    'points at the square from column %i, row %i, which alone decides',
    async (column, row, region: Region) => {
      const client = createClient();
      const explainer = new ExplainClient(client);
      await client.open(await keepOneEyedModel(column, row), { backend: 'cpu' });
      const tensors = await client.countTensors();
      const progress: number[] = [];
      const { explanations, view } = await explainer.explain(
        { photo: await drawSquare(column, row), modelId: 'one-eyed', labels: ['bright'] },
        { onProgress: (done, total) => progress.push(done / total) },
      );
      expect([view.width, view.height]).toEqual([SIDE, SIDE]);
      view.close();
      expect(explanations).toHaveLength(1);
      const [bright] = explanations;
      if (!bright?.map) throw new Error('no map');
      // The middle of the square is where a patch hides all of it.
      expect(strongestCell(bright)).toEqual({ column: column + 1, row: row + 1 });
      expect(findRegion(bright.map)).toBe(region);
      // 108 numbers weigh 0.1 each between the labels. Keras models are taken to want −1 to 1: white
      // is 1, and the mean of 9 white cells and 72 of byte 32 is −0.555. Nine cells are hidden: all
      // that the model looks at.
      const mean = (2 * (9 * 255 + 72 * 32)) / (81 * 255) - 1;
      expect(bright.whole).toBeCloseTo(1 / (1 + Math.exp(-10.8)), 4);
      expect(bright.hidden).toBeCloseTo(1 / (1 + Math.exp(-10.8 * mean)), 3);
      expect(progress.at(-1)).toBe(1);
      expect(progress).toEqual([...progress].sort((a, b) => a - b));
      expect(await client.countTensors()).toBe(tensors);
    },
  );

  it('makes no map where hiding changes nothing', async () => {
    const client = createClient();
    await client.open(await keepOneEyedModel(0, 0), { backend: 'cpu' });
    const photo = new OffscreenCanvas(SIDE, SIDE);
    const context = photo.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.fillStyle = '#888';
    context.fillRect(0, 0, SIDE, SIDE);
    const { explanations, view } = await new ExplainClient(client).explain({
      photo: await photo.convertToBlob(),
      modelId: 'one-eyed',
      labels: ['bright', 'dark'],
    });
    view.close();
    expect(explanations.map(({ map, hidden }) => [map, hidden])).toEqual([
      [null, null],
      [null, null],
    ]);
  });

  it('also explains what is unlike the reference photos, where there are any', async () => {
    const client = createClient();
    const { manifest } = await client.open(tinyModel, { backend: 'cpu' });
    const { explanations, view } = await new ExplainClient(client).explain({
      photo: await drawPhoto(3),
      modelId: manifest.id,
      labels: ['circle'],
    });
    view.close();
    expect(explanations.map(({ aim }) => aim.kind)).toEqual(['label', 'unfamiliar']);
    const unfamiliar = explanations[1];
    expect(unfamiliar?.whole).toBeGreaterThan(0);
    expect(unfamiliar?.whole).toBeLessThanOrEqual(1);
  });

  it('stops when cancelled, leaks nothing, and goes on with photos', async () => {
    const client = createClient();
    const { manifest } = await client.open(tinyModel, { backend: 'cpu' });
    const photo = await drawPhoto();
    await client.classify(photo);
    const tensors = await client.countTensors();
    const stop = new AbortController();
    const explaining = new ExplainClient(client).explain(
      { photo, modelId: manifest.id, labels: ['circle'] },
      { signal: stop.signal, onProgress: (done) => done === 5 && stop.abort() },
    );
    await expect(explaining).rejects.toMatchObject({ code: 'cancelled' });
    const { classification } = await client.classify(photo);
    expect(classification.modelId).toBe(manifest.id);
    expect(await client.countTensors()).toBe(tensors);
  });

  it('refuses to explain one model’s verdict by another', async () => {
    const client = createClient();
    await client.open(tinyModel, { backend: 'cpu' });
    const asking = new ExplainClient(client).explain({
      photo: await drawPhoto(),
      modelId: 'bears',
      labels: ['grizzly bear'],
    });
    await expect(asking).rejects.toMatchObject({ code: 'cancelled' });
  });
});
