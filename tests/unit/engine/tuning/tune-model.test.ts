import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiskFiles } from '../../../../src/cli/disk-files';
import { createNodeHost } from '../../../../src/cli/node-host';
import { Engine } from '../../../../src/engine/engine';
import { exportPlain } from '../../../../src/engine/export-plain';
import {
  trainModel,
  type TrainModelOptions,
  type TrainingOutcome,
} from '../../../../src/engine/training/train-model';
import { blockChannels } from '../../../fixtures/make-block-model';
import {
  drawStripes,
  prepareStripes,
  readOutcome,
  stripesId,
  stripesPlan as plan,
} from '../../../fixtures/train-stripes';

describe('trainModel with a tuned block', { timeout: 240_000 }, () => {
  let engine: Engine;
  let options: TrainModelOptions;
  /** One run that several tests look at. */
  let outcome: TrainingOutcome;
  const stages = new Set<string>();
  let tensorsLeft = 0;

  beforeAll(async () => {
    engine = new Engine(createNodeHost());
    options = await prepareStripes(engine);
    const before = engine.countTensors();
    outcome = await trainModel({ ...options, onProgress: ({ stage }) => stages.add(stage) });
    tensorsLeft = engine.countTensors() - before;
  }, 240_000);

  afterAll(() => engine.close());

  it('keeps a block that helps, in a bundle that answers as it was judged', async () => {
    expect(tensorsLeft).toBe(0);
    expect([...stages]).toContain('tune');
    const { tuning } = outcome;
    expect(tuning?.kept).toBe(true);
    expect(tuning?.validLoss?.after).toBeLessThan(tuning?.validLoss?.before ?? NaN);
    expect(tuning?.heldOutLoss?.after).toBeLessThan(tuning?.heldOutLoss?.before ?? NaN);
    expect(outcome.manifest.evaluation?.notes[0]).toContain('was tuned on these photos');
    expect(outcome.manifest.provenance.madeWith).toContain('"fineTunedBlocks":1');

    const bundle = await readOutcome(outcome);
    if (bundle.network.kind !== 'head-on-trunk') throw new Error('not a head');
    const { in: from, out } = blockChannels;
    expect(bundle.network.trunk.spec.taps.map(({ length, domain }) => [length, domain])).toEqual([
      [from, undefined],
      [out, undefined],
      [out, false],
    ]);
    await engine.open(bundle, 'wasm');
    for (const i of [97, 110, 119]) {
      const { ranked } = engine.judge(await engine.run(drawStripes(i)), 2);
      outcome.manifest.labels.forEach((label, at) => {
        const said = ranked.find((one) => one.label === label)?.probability;
        expect(said).toBeCloseTo(outcome.predictions[i]?.probabilities[at] ?? NaN, 4);
      });
    }
    for (const kind of ['graph', 'layers'] as const) {
      const plain = await engine.openAside(bundle, (network) => exportPlain(bundle, network, kind));
      expect(plain.error).toBeLessThanOrEqual(1e-3);
    }
  });

  it('judges how odd a photo looks by the features that nothing here has taught', async () => {
    const settings = { ...plan.settings, fineTunedBlocks: 0 };
    const plain = await trainModel({ ...options, plan: { ...plan, settings } });
    expect(plain.tuning).toBeNull();
    const { in: from, out } = blockChannels;
    expect(outcome.manifest.detector?.features).toEqual({ start: 0, length: from + out });
    const bankOf = ({ files }: TrainingOutcome) =>
      files.find(({ path }) => path === 'bank.bin')?.bytes;
    // Rows of the same photos hold the same numbers, whoever was chosen for the bank.
    const rowsOf = (run: TrainingOutcome) =>
      new Map(
        run.bankPhotos.map((id, row) => [
          id,
          Array.from(bankOf(run)?.subarray(row * (from + out), (row + 1) * (from + out)) ?? []),
        ]),
      );
    const rows = rowsOf(plain);
    const shared = [...rowsOf(outcome)].filter(([id]) => rows.has(id));
    expect(shared.length).toBeGreaterThan(0);
    for (const [id, row] of shared) expect(row).toEqual(rows.get(id));
  });

  it('makes the same model again, and learns nothing from the test part', async () => {
    const samples = plan.samples.map((sample) =>
      sample.part === 'test' ? { ...sample, label: 1 - sample.label } : sample,
    );
    const other = await trainModel({ ...options, plan: { ...plan, samples } });
    const filesOf = ({ files }: TrainingOutcome) =>
      files.filter(({ path }) => /^(head\.bin|bank\.bin|trunk\/)/.test(path));
    expect(filesOf(other)).toEqual(filesOf(outcome));
    expect(other.manifest.calibration).toEqual(outcome.manifest.calibration);
    expect(other.tuning).toEqual(outcome.tuning);
  });

  it('keeps the head alone where nobody can say whether tuning helps', async () => {
    const samples = plan.samples.map((sample) =>
      sample.part === 'valid' ? { ...sample, part: 'train' as const } : sample,
    );
    const run = await trainModel({ ...options, plan: { ...plan, samples } });
    expect(run.tuning).toMatchObject({ kept: false, rounds: 0 });
    expect(run.notes[0]).toContain('was not tuned');
    const { madeWith } = run.manifest.provenance;
    expect(madeWith).toContain('"fineTunedBlocks":0');
    expect(madeWith).toContain('could not be tried');
    expect(run.files.map(({ path }) => path)).not.toContain('trunk/tuned_1.bin');
  });

  it('stops when it is told to, and leaves nothing behind', async () => {
    const before = engine.countTensors();
    const controller = new AbortController();
    const training = trainModel({
      ...options,
      signal: controller.signal,
      onProgress: (progress) => {
        if (progress.stage === 'tune' && progress.done === 1) controller.abort();
      },
    });
    await expect(training).rejects.toMatchObject({ code: 'cancelled' });
    expect(engine.countTensors()).toBe(before);
  });

  it('refuses a network without such a block, before it looks at any photo', async () => {
    const files = new DiskFiles('tests/fixtures/models/tiny');
    const bundle = await options.reader.read(files, 'bearings.json');
    const training = trainModel({
      ...options,
      source: { bundle, files },
      openPhoto: () => Promise.reject(new Error('looked')),
    });
    await expect(training).rejects.toMatchObject({ code: 'tuning-unsupported' });
  });

  it('refuses more photos than memory holds, before it looks at any', async () => {
    const samples = Array.from({ length: 200_000 }, (_, i) => ({
      id: stripesId(i),
      label: i % 2,
      part: 'train' as const,
      group: null,
    }));
    const training = trainModel({ ...options, plan: { ...plan, samples } });
    await expect(training).rejects.toMatchObject({ code: 'tuning-too-large' });
  });
});
