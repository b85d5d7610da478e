import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DiskFiles } from '../../../../src/cli/disk-files';
import { createNodeHost } from '../../../../src/cli/node-host';
import { ClassifierError } from '../../../../src/core/errors';
import { goldenImage } from '../../../../src/core/golden';
import { alterPixels } from '../../../../src/core/studio/alter-pixels';
import { planPlain } from '../../../../src/core/studio/plan-augment';
import { defaultTrainingSettings } from '../../../../src/core/studio/training-settings';
import { defaultBatchTransforms } from '../../../../src/core/studio/transforms';
import type { TrainingPlan } from '../../../../src/core/training/training-plan';
import { Engine } from '../../../../src/engine/engine';
import { importModel } from '../../../../src/engine/import-model';
import type { TrainingPhoto } from '../../../../src/engine/training/extract-features';
import {
  createMemoryFiles,
  type FeatureFiles,
} from '../../../../src/engine/training/feature-cache';
import {
  trainModel,
  type TrainModelOptions,
  type TrainingOutcome,
} from '../../../../src/engine/training/train-model';
import { holdFiles, MemoryFiles } from '../../../../src/model/memory-files';
import { ModelReader } from '../../../../src/model/read-model';
import { treeAt } from '../../model/formats/trees';

const models = fileURLToPath(new URL('../../../fixtures/models', import.meta.url));
const PHOTOS = 60;
const idOf = (i: number) => createHash('sha256').update(`photo ${i}`).digest('hex');
const labelOf = (i: number) => i % 2;
const partOf = (i: number) => (i < 36 ? 'train' : i < 48 ? 'valid' : 'test');

/** Soft clouds, red ones and blue ones. */
function drawPhoto(i: number): TrainingPhoto {
  const image = goldenImage(i, 16, 16);
  const channel = labelOf(i) === 0 ? 0 : 2;
  for (let at = channel; at < image.data.length; at += 4) {
    image.data[at] = 255 - (image.data[at] ?? 0) / 4;
  }
  return {
    size: image,
    draw: (plan) => alterPixels(image, plan),
    close: () => undefined,
  };
}

const plan: TrainingPlan = {
  labels: ['red', 'blue'],
  samples: Array.from({ length: PHOTOS }, (_, i) => ({
    id: idOf(i),
    label: labelOf(i),
    part: partOf(i),
    group: null,
  })),
  settings: { ...defaultTrainingSettings, epochs: 10, batchSize: 8 },
  item: { method: 'squish', minScale: 1 },
  batch: { ...defaultBatchTransforms, brightness: 0.1, contrast: 0.1 },
};

describe('trainModel', { timeout: 120_000 }, () => {
  let engine: Engine;
  let options: TrainModelOptions;
  const opened: string[] = [];

  beforeEach(async () => {
    engine = new Engine(createNodeHost());
    opened.length = 0;
    const reader = new ModelReader();
    const files = new DiskFiles(`${models}/tiny`);
    options = {
      engine,
      reader,
      source: { bundle: await reader.read(files, 'bearings.json'), files },
      plan,
      backend: 'wasm',
      id: 'mine',
      name: 'Mine',
      openPhoto: (id) => {
        opened.push(id);
        return Promise.resolve(drawPhoto(plan.samples.findIndex((sample) => sample.id === id)));
      },
      features: createMemoryFiles(),
    };
  });

  afterEach(() => engine.close());

  /** The opened model says of photos of the test part what the run said that it would. */
  async function expectSameAnswers({ predictions, manifest }: TrainingOutcome): Promise<void> {
    for (const i of [48, 49, 59]) {
      const photo = drawPhoto(i);
      const image = await photo.draw(planPlain(photo.size, manifest.input, plan.item));
      const { ranked } = engine.judge(await engine.run(image), 2);
      manifest.labels.forEach((label, at) => {
        const said = ranked.find((one) => one.label === label)?.probability;
        expect(said).toBeCloseTo(predictions[i]?.probabilities[at] ?? NaN, 4);
      });
    }
  }

  it('makes a whole model that opens, judges and was tested on photos it never saw', async () => {
    const before = engine.countTensors();
    const stages = new Set<string>();
    const outcome = await trainModel({ ...options, onProgress: ({ stage }) => stages.add(stage) });
    expect(engine.countTensors()).toBe(before);
    expect([...stages]).toEqual(['open', 'features', 'rate', 'rounds', 'folds', 'finish']);
    expect(outcome.accuracy.test).toBeGreaterThan(0.9);
    expect(outcome.manifest.evaluation).toMatchObject({ photos: 12 });
    expect(outcome.manifest.calibration).not.toBeNull();
    expect(outcome.predictions.map(({ id }) => id)).toEqual(plan.samples.map(({ id }) => id));
    const { detector } = outcome.manifest;
    const labelOf = new Map(plan.samples.map(({ id, label }) => [id, label]));
    expect(outcome.bankPhotos.map((id) => labelOf.get(id))).toEqual(detector?.bankLabels);
    for (const { probabilities, part, familiarity } of outcome.predictions) {
      expect(probabilities[0] ?? 0).toBeCloseTo(1 - (probabilities[1] ?? 0), 6);
      expect(familiarity === null).toBe(part !== 'test');
    }
    const held = holdFiles(outcome.files);
    const bundle = await options.reader.read(new MemoryFiles('mine', held), 'bearings.json');
    // Opening holds it to its golden outputs.
    await engine.open(bundle, 'wasm');
    await expectSameAnswers(outcome);
  });

  it('looks at nothing twice, and makes the same model again', async () => {
    const first = await trainModel(options);
    expect(first.looked).toBe(PHOTOS);
    const looked = new Set(opened).size;
    const again = await trainModel(options);
    expect(again.looked).toBe(0);
    expect(looked).toBe(PHOTOS);
    expect(again.predictions).toEqual(first.predictions);
    const headOf = ({ files }: typeof first) =>
      files.find(({ path }) => path === 'head.bin')?.bytes;
    expect(headOf(again)).toEqual(headOf(first));
  });

  it('makes the same model in whatever order the photos came in', async () => {
    const first = await trainModel(options);
    const samples = [...plan.samples].reverse();
    const other = await trainModel({ ...options, plan: { ...plan, samples } });
    const partsOf = ({ files }: typeof first) =>
      files.filter(({ path }) => ['head.bin', 'bank.bin'].includes(path));
    expect(partsOf(other)).toEqual(partsOf(first));
    expect(other.manifest.detector).toEqual(first.manifest.detector);
    expect(other.predictions).toEqual([...first.predictions].reverse());
  });

  it('learns nothing from the test part: other labels there leave the head as it is', async () => {
    const first = await trainModel(options);
    const samples = plan.samples.map((sample) =>
      sample.part === 'test' ? { ...sample, label: 1 - sample.label } : sample,
    );
    const other = await trainModel({ ...options, plan: { ...plan, samples } });
    const partsOf = ({ files }: typeof first) =>
      files.filter(({ path }) => ['head.bin', 'bank.bin'].includes(path));
    expect(partsOf(other)).toEqual(partsOf(first));
    expect(other.manifest.calibration).toEqual(first.manifest.calibration);
    expect(other.manifest.detector).toEqual(first.manifest.detector);
    expect(other.accuracy.test).toBeLessThan(0.1);
  });

  it('goes on without photos that cannot be opened, and names them', async () => {
    const broken = idOf(3);
    const outcome = await trainModel({
      ...options,
      openPhoto: (id) =>
        id === broken
          ? Promise.reject(new ClassifierError('photo-decode-failed'))
          : options.openPhoto(id),
    });
    expect(outcome.failures).toEqual([{ id: broken, code: 'photo-decode-failed' }]);
    expect(outcome.predictions).toHaveLength(PHOTOS - 1);
  });

  it('refuses what nothing can be learnt from', async () => {
    const samples = plan.samples.filter(({ label }) => label === 0);
    const training = trainModel({ ...options, plan: { ...plan, samples } });
    await expect(training).rejects.toMatchObject({ code: 'training-too-few' });
  });

  it('keeps what it has seen when it is cancelled', async () => {
    const controller = new AbortController();
    const training = trainModel({
      ...options,
      signal: controller.signal,
      onProgress: (progress) => {
        if (progress.stage === 'features' && progress.done === 20) controller.abort();
      },
    });
    await expect(training).rejects.toMatchObject({ code: 'cancelled' });
    const outcome = await trainModel(options);
    expect(outcome.looked).toBe(PHOTOS - 20);
  });

  it('says how far it is with finishing, and stops there when told to', async () => {
    const before = engine.countTensors();
    const steps: string[] = [];
    const far: number[] = [];
    await trainModel({
      ...options,
      onProgress: (progress) => {
        if (progress.stage !== 'finish') return;
        steps.push(progress.step);
        if (progress.step === 'far') far.push(progress.done / progress.total);
      },
    });
    expect([...new Set(steps)]).toEqual(['far', 'choose', 'judge']);
    expect(far).toEqual([...far].sort((a, b) => a - b));
    expect([far[0], far.at(-1)]).toEqual([0, 1]);
    for (const step of ['far', 'choose', 'judge']) {
      const controller = new AbortController();
      const stopped = trainModel({
        ...options,
        signal: controller.signal,
        onProgress: (progress) => {
          if (progress.stage === 'finish' && progress.step === step) controller.abort();
        },
      });
      await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    }
    expect(engine.countTensors()).toBe(before);
  });

  it('sends what it should warn about through the network once, and comes to the same', async () => {
    const memory = createMemoryFiles();
    const written: string[] = [];
    const features: FeatureFiles = {
      ...memory,
      write: (name, blob) => {
        written.push(name);
        return memory.write(name, blob);
      },
    };
    const first = await trainModel({ ...options, features });
    expect(written).toContain('features/far/0');
    written.length = 0;
    const again = await trainModel({ ...options, features });
    expect(written).toEqual([]);
    expect(again.manifest.detector).toEqual(first.manifest.detector);
  });

  it('learns on the features of somebody else’s network too, which becomes the trunk', async () => {
    const tree = await treeAt(`${models}/foreign/keras-sharded`);
    const { bundle } = await importModel(engine, tree, 'keras-sharded');
    const outcome = await trainModel({
      ...options,
      source: { bundle, files: new MemoryFiles('not needed', []) },
    });
    const held = holdFiles(outcome.files);
    const trained = await options.reader.read(new MemoryFiles('mine', held), 'bearings.json');
    await engine.open(trained, 'wasm');
    expect(trained.manifest.network.kind).toBe('head-on-trunk');
    await expectSameAnswers(outcome);
  });
});
