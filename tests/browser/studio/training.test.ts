import { describe, expect, it } from 'vitest';
import { ClassifierClient } from '../../../src/client/classifier-client';
import { spawnWorker } from '../../../src/client/spawn-worker';
import { TrainingClient } from '../../../src/client/training-client';
import { defaultTrainingSettings } from '../../../src/core/studio/training-settings';
import { FAR_IMAGES } from '../../../src/core/detectors/far-images';
import { defaultBatchTransforms } from '../../../src/core/studio/transforms';
import { MemoryFiles } from '../../../src/model/memory-files';
import { ModelReader } from '../../../src/model/read-model';
import { createClient, drawPhoto, tinyModel } from '../engine/support';

const trainer = new TrainingClient(() => new ClassifierClient({ spawn: spawnWorker }));
const PHOTOS = 36;

/** Red and blue pictures with clouds on them. */
async function drawColoured(i: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(64, 48);
  const context = canvas.getContext('2d');
  context?.drawImage(await createImageBitmap(await drawPhoto(i, { width: 64, height: 48 })), 0, 0);
  if (context) {
    context.globalAlpha = 0.6;
    context.fillStyle = i % 2 === 0 ? '#f22' : '#22f';
    context.fillRect(0, 0, 64, 48);
  }
  return canvas.convertToBlob({ type: 'image/png' });
}

const idOf = (i: number) => i.toString(16).padStart(64, '0');

function createWork() {
  const kept = new Map<string, Blob>();
  const read: string[] = [];
  return {
    kept,
    read,
    request: {
      source: { kind: 'address', manifestUrl: tinyModel },
      plan: {
        labels: ['red', 'blue'],
        samples: Array.from({ length: PHOTOS }, (_, i) => ({
          id: idOf(i),
          label: i % 2,
          part: i < 24 ? ('train' as const) : i < 30 ? ('valid' as const) : ('test' as const),
          group: null,
        })),
        settings: { ...defaultTrainingSettings, epochs: 8, batchSize: 8, augmentedCopies: 1 },
        item: { method: 'random-resized-crop', minScale: 0.5 } as const,
        batch: defaultBatchTransforms,
      },
      id: 'mine',
      name: 'Mine',
      backend: 'wasm',
      from: null,
    } as const,
    options: {
      readPhoto: (id: string) => {
        read.push(id);
        return drawColoured(Number.parseInt(id, 16));
      },
      features: {
        read: (name: string) => Promise.resolve(kept.get(name) ?? null),
        write: (name: string, blob: Blob) => {
          kept.set(name, blob);
          return Promise.resolve();
        },
        removeFolder: (folder: string) => {
          for (const name of kept.keys()) if (name.startsWith(`${folder}/`)) kept.delete(name);
          return Promise.resolve();
        },
      },
    },
  };
}

describe('training in the worker', () => {
  it('makes a model that opens and tells the photos apart; the second time it looks at none', async () => {
    const { request, options, read } = createWork();
    const stages = new Set<string>();
    const result = await trainer.train(request, {
      ...options,
      onProgress: ({ stage }) => stages.add(stage),
    });
    expect(stages).toContain('rounds');
    expect(result.accuracy.test).toBeGreaterThan(0.8);
    expect(result.looked).toBe(PHOTOS);
    const held = result.files.map(({ path, blob }) => ({ path, content: blob }));
    const { manifest } = await new ModelReader().read(new MemoryFiles('m', held), 'bearings.json');
    expect(manifest.input.fit).toBe('crop');
    const client = createClient();
    await client.open({ kind: 'files', files: result.files }, { backend: 'wasm' });
    const { classification } = await client.classify(await drawColoured(100));
    expect(classification.evidence.ranked[0]?.label).toBe('red');

    const seen = read.length;
    const again = await trainer.train(request, options);
    expect(again.looked).toBe(0);
    // Spoilt photos to warn about are drawn anew; nothing else is opened.
    expect(read.length - seen).toBeLessThanOrEqual(FAR_IMAGES);
    expect(again.predictions).toEqual(result.predictions);
  }, 120_000);

  it('stops when told to, and goes on from the last checkpoint to the same model', async () => {
    const whole = createWork();
    const expected = await trainer.train(whole.request, whole.options);
    const { request, options } = createWork();
    const controller = new AbortController();
    let from:
      Parameters<NonNullable<Parameters<typeof trainer.train>[1]['onCheckpoint']>>[0] | null = null;
    const training = trainer.train(request, {
      ...options,
      signal: controller.signal,
      onCheckpoint: (checkpoint) => {
        from = checkpoint;
        controller.abort();
      },
    });
    await expect(training).rejects.toMatchObject({ code: 'cancelled' });
    const resumed = await trainer.train({ ...request, from }, options);
    expect(resumed.rounds).toEqual(expected.rounds);
    expect(resumed.predictions).toEqual(expected.predictions);
  }, 120_000);
});
