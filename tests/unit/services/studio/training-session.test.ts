import { describe, expect, it } from 'vitest';
import type { ModelTrainer, TrainingOptions } from '../../../../src/client/training-client';
import { ClassifierError } from '../../../../src/core/errors';
import type { Manifest } from '../../../../src/core/manifest';
import { createProject } from '../../../../src/core/studio/create-project';
import { countFeatures, keyNetwork, keyViews } from '../../../../src/core/training/feature-keys';
import type { RoundsCheckpoint } from '../../../../src/engine/training/train-rounds';
import { ProjectSession } from '../../../../src/services/studio/project-session';
import { TrainingSession } from '../../../../src/services/studio/training-session';
import { MemoryProjectStore } from '../../../../src/store/studio/memory-project-store';
import type { TrainingResult, TrainRequest } from '../../../../src/worker/training-protocol';
import { sampleOf } from '../../core/studio/samples';
import { manifest } from '../stubs';

/** Five features: 3 labels × (5 weights and a bias) of 4 bytes. */
const trunk: Manifest = {
  ...manifest,
  network: {
    kind: 'head-on-trunk',
    trunk: { path: 'trunk/trunk.json', bytes: 1, sha256: '1'.repeat(64) },
    head: { path: 'head.bin', bytes: 72, sha256: '2'.repeat(64) },
  },
};

const foreign: Manifest = {
  ...trunk,
  network: {
    kind: 'head-on-trunk',
    trunk: { path: 'trunk/trunk.json', bytes: 1, sha256: '3'.repeat(64) },
    head: { path: 'head.bin', bytes: 72, sha256: '4'.repeat(64) },
  },
};

const round = { trainLoss: 0.5, validLoss: 0.4, validAccuracy: 0.75, learningRate: 0.01 };

/** After one round, of a head with two labels on three features. */
const checkpoint: RoundsCheckpoint = {
  rate: { points: [], suggestion: null, chosen: 0.01 },
  rounds: [round],
  state: {
    weights: Float32Array.of(1, 2, 3, 4, 5, 6),
    biases: Float32Array.of(7, 8),
    momentum: new Float32Array(8).fill(9),
    variance: new Float32Array(8).fill(10),
    momentumProduct: 0.5,
    steps: 2,
  },
  best: { round: 0, head: { weights: new Float32Array(6), biases: new Float32Array(2) } },
};

const result: TrainingResult = {
  manifest,
  files: [{ path: 'bearings.json', blob: new Blob(['{}']) }],
  bankPhotos: [],
  predictions: [],
  notes: [],
  rate: checkpoint.rate,
  rounds: [round, round],
  bestRound: 1,
  tuning: null,
  accuracy: { train: 1, valid: 0.75, test: 0.5 },
  failures: [],
  looked: 0,
  problem: null,
};

/** Trains one round, tells so, and waits to be told how to go on. */
class StubTrainer implements ModelTrainer {
  readonly requests: Omit<TrainRequest, 'requestId'>[] = [];
  private settle: (end: TrainingResult | ClassifierError) => void = () => undefined;
  /** Resolves when a round is done. */
  started: Promise<void> = Promise.resolve();
  private announceStart: () => void = () => undefined;

  constructor() {
    this.expectStart();
  }

  expectStart(): void {
    this.started = new Promise((resolve) => (this.announceStart = resolve));
  }

  end(how: TrainingResult | ClassifierError): void {
    this.settle(how);
  }

  train: ModelTrainer['train'] = (request, options: TrainingOptions) => {
    this.requests.push(request);
    return new Promise((resolve, reject) => {
      this.settle = (end) => (end instanceof ClassifierError ? reject(end) : resolve(end));
      options.signal?.addEventListener('abort', () => reject(new ClassifierError('cancelled')));
      options.onProgress?.({ stage: 'rounds', rounds: [round], total: 2, remainingMs: 1 });
      options.onCheckpoint?.(checkpoint);
      this.announceStart();
    });
  };
}

async function openProject(store = new MemoryProjectStore()) {
  const labels = [
    { id: 'a', name: 'grizzly' },
    { id: 'b', name: 'black' },
  ];
  const project = { ...createProject({ id: 'p', name: 'Bears', now: 1 }), labels };
  const samples = Array.from({ length: 8 }, (_, i) => sampleOf(i, { labelId: i % 2 ? 'a' : 'b' }));
  await store.write('p', { project, samples });
  return store;
}

async function begin(store: MemoryProjectStore) {
  const session = await ProjectSession.open(store, 'p');
  const trainer = new StubTrainer();
  const training = new TrainingSession(session, {
    trainer,
    findTrunk: () => Promise.resolve({ kind: 'files', files: [] }),
    describeTrunk: (chosen) => (chosen === 'built-in' ? trunk : foreign),
  });
  return { session, trainer, training };
}

describe('a training run', () => {
  it('ends with a model, its figures, and no checkpoint', async () => {
    const { session, trainer, training } = await begin(await openProject());
    const run = training.start();
    await trainer.started;
    expect(training.state).toMatchObject({ step: 'working' });
    trainer.end(result);
    await run;
    expect(training.state).toMatchObject({ step: 'done' });
    expect(training.run).toMatchObject({ status: 'finished', accuracy: result.accuracy });
    const id = training.run?.id ?? '';
    expect(await session.files.read(`runs/${id}/checkpoint`)).toBeNull();
    expect(await (await session.files.read(`runs/${id}/model/bearings.json`))?.text()).toBe('{}');
  });

  it('pauses with all it knows, and goes on from there', async () => {
    const { trainer, training } = await begin(await openProject());
    const run = training.start();
    await trainer.started;
    await training.pause();
    await run;
    expect(training.state).toMatchObject({ step: 'stopped', problem: null });
    expect(training.run?.status).toBe('paused');
    trainer.expectStart();
    const resumed = training.resume();
    await trainer.started;
    expect(trainer.requests[1]?.from).toEqual(checkpoint);
    trainer.end(result);
    await resumed;
    expect(training.run?.status).toBe('finished');
  });

  it('goes on after the page was killed, from what was written', async () => {
    const store = await openProject();
    const killed = await begin(store);
    void killed.training.start();
    await killed.trainer.started;
    // The page is gone here: nobody writes that it stopped.
    const { trainer, training } = await begin(store);
    expect(training.state).toMatchObject({ step: 'stopped' });
    const resumed = training.resume();
    await trainer.started;
    expect(trainer.requests[0]?.from).toEqual(checkpoint);
    trainer.end(result);
    await resumed;
    expect(training.run?.status).toBe('finished');
  });

  it('begins its head anew when photos changed since', async () => {
    const store = await openProject();
    const killed = await begin(store);
    void killed.training.start();
    await killed.trainer.started;
    const { session, trainer, training } = await begin(store);
    await session.relabel([session.samples[0]?.id ?? ''], 'a');
    void training.resume();
    await trainer.started;
    expect(trainer.requests[0]?.from).toBeNull();
  });

  it('is given up for good when cancelled, running or stopped', async () => {
    const { session, trainer, training } = await begin(await openProject());
    const run = training.start();
    await trainer.started;
    const id = training.run?.id ?? '';
    await training.cancel();
    await run;
    expect(training.state).toEqual({ step: 'idle' });
    expect(session.project.runs.at(-1)?.status).toBe('cancelled');
    expect(await session.files.read(`runs/${id}/checkpoint`)).toBeNull();
  });

  it('says what broke it, and can go on', async () => {
    const { trainer, training } = await begin(await openProject());
    const run = training.start();
    await trainer.started;
    trainer.end(new ClassifierError('engine-stopped'));
    await run;
    expect(training.state).toMatchObject({ step: 'stopped', problem: { code: 'engine-stopped' } });
    expect(training.run).toMatchObject({ status: 'interrupted', errorCode: 'engine-stopped' });
  });
});

describe('what training will take', () => {
  it('counts photos that were looked at before, for this network alone', async () => {
    const { session, training } = await begin(await openProject());
    const before = training.estimate;
    await training.measure();
    expect(training.estimate).toEqual(before);
    const count = countFeatures(trunk) ?? 0;
    expect(count).toBe(5);
    const { plain, changed } = keyViews(keyNetwork(trunk.network), trunk.input, training.plan);
    // Eight photos, all of them to learn from, each in three views of 36 bytes and its numbers.
    for (const [{ folder, key }, views] of [
      [plain, 8],
      [changed, 16],
    ] as const) {
      await session.files.write(`${folder}/key`, new Blob([key]));
      const blob = new Blob([new Uint8Array(views * (36 + 4 * count))]);
      await session.files.write(`${folder}/0`, blob);
    }
    await training.measure();
    // 24 views at 120 ms.
    expect(before.timeMs - training.estimate.timeMs).toBeCloseTo(24 * 120);
    await session.files.write(`${plain.folder}/key`, new Blob(['another']));
    await training.measure();
    expect(before.timeMs - training.estimate.timeMs).toBeCloseTo(16 * 120);
  });

  it('counts tuning in where it is asked for, and offers it on the built-in network alone', async () => {
    const { session, training } = await begin(await openProject());
    const { timeMs, memoryBytes } = training.estimate;
    const cost = training.tuning;
    expect(cost?.obstacle).toBeNull();
    const settings = { ...session.project.training, fineTunedBlocks: 1 };
    await session.update({ training: settings });
    expect(training.estimate.timeMs).toBeCloseTo(timeMs + (cost?.learnMs ?? NaN));
    expect(training.estimate.memoryBytes).toBe(memoryBytes + (cost?.bytes ?? NaN));
    await session.update({ training: { ...settings, trunk: { modelId: 'another' } } });
    expect(training.tuning).toBeNull();
  });
});
