import { fileURLToPath } from 'node:url';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createNodeHost } from '../../../src/cli/node-host';
import { goldenImage } from '../../../src/core/golden';
import { toProbabilities } from '../../../src/core/probabilities';
import { Engine } from '../../../src/engine/engine';
import {
  type ForeignImport,
  type ImportedModel,
  importModel,
} from '../../../src/engine/import-model';
import { treeAt } from '../model/formats/trees';

const models = fileURLToPath(new URL('../../fixtures/models/foreign', import.meta.url));
const photo = goldenImage(9, 16, 16);

/** An export of the corpus, imported. */
async function importCase(engine: Engine, folder: string) {
  const imported = await importModel(engine, await treeAt(`${models}/${folder}`), folder);
  return { ...imported, foreign: needForeign(imported) };
}

function needForeign({ foreign }: ImportedModel): ForeignImport {
  if (!foreign) throw new Error('taken for our own');
  return foreign;
}

async function ask(engine: Engine): Promise<number[]> {
  return Array.from((await engine.run(photo)).logits);
}

describe('while another model is open', () => {
  let engine: Engine;
  let before: { tensors: number; answer: number[] };

  beforeAll(async () => {
    await setBackend('cpu');
  });

  beforeEach(async () => {
    engine = new Engine(createNodeHost());
    const { bundle } = await importCase(engine, 'keras-sharded');
    await engine.open(bundle, 'wasm');
    before = { answer: await ask(engine), tensors: engine.countTensors() };
  });

  afterEach(() => engine.close());

  /** What was open still is, on its backend, with its answers and not a tensor more. */
  async function expectUntouched(): Promise<void> {
    expect(engine.countTensors()).toBe(before.tensors);
    expect(engine.bundle?.manifest.id).toBe('keras-sharded');
    expect(engine.report().backend).toBe('wasm');
    expect(await ask(engine)).toEqual(before.answer);
    expect(engine.countTensors()).toBe(before.tensors);
  }

  test.each(['teachable-machine', 'graph-softmax', 'graph-nchw'])(
    '%s is inspected and leaves nothing behind',
    async (folder) => {
      const { foreign } = await importCase(engine, folder);
      expect(foreign.findings).toMatchObject({ units: 3 });
      await expectUntouched();
    },
  );

  test('an inspection that is cancelled in the middle leaves nothing behind', async () => {
    const { foreign } = await importCase(engine, 'teachable-machine');
    const controller = new AbortController();
    // Asked once a backend, and once a golden input: the third time, networks are built.
    let asked = 0;
    const signal = new Proxy(controller.signal, {
      get: (target, key) => {
        if (key === 'aborted' && ++asked === 3) controller.abort();
        return Reflect.get(target, key, target) as unknown;
      },
    });
    await expect(engine.inspect(foreign.model, { signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(asked).toBe(3);
    await expectUntouched();
  });

  test('one aside answers as it does by itself, and goes', async () => {
    const { bundle, foreign } = await importCase(engine, 'graph-softmax');
    const [run] = foreign.findings.golden;
    const logits = await engine.openAside(bundle, async (network) => {
      expect(engine.countTensors()).toBeGreaterThan(before.tensors);
      return (await network.run(goldenImage(run?.seed ?? NaN, 16, 16))).logits;
    });
    toProbabilities(logits, 'logits').forEach((value, unit) => {
      expect(value).toBeCloseTo(run?.answer[unit] ?? NaN, 4);
    });
    await expectUntouched();
  });

  test('work aside that fails or is given up takes nothing with it', async () => {
    const { bundle } = await importCase(engine, 'graph-softmax');
    const failing = engine.openAside(bundle, async (network) => {
      await network.run(photo);
      throw new Error('given up');
    });
    await expect(failing).rejects.toThrow('given up');
    await expectUntouched();
  });

  test('one aside with false golden outputs never runs', async () => {
    const { bundle } = await importCase(engine, 'graph-softmax');
    const golden = bundle.manifest.golden.map((one) => ({
      ...one,
      probabilities: one.probabilities.map((value) => 1 - value),
    }));
    const falsified = { ...bundle, manifest: { ...bundle.manifest, golden } };
    const work = () => Promise.reject(new Error('it ran'));
    await expect(engine.openAside(falsified, work)).rejects.toMatchObject({
      code: 'backend-unavailable',
      detail: expect.stringMatching(/wasm: wrong-answers .*test picture \d.* is right/) as string,
    });
    await expectUntouched();
  });

  test('a lent network is built, run and freed by who borrowed it', async () => {
    const { model, findings } = (await importCase(engine, 'teachable-machine')).foreign;
    const [run] = findings.golden;
    const logits = await engine.lendForeign(model, findings, async (build) => {
      const network = await build();
      try {
        return (await network.run(goldenImage(run?.seed ?? NaN, 16, 16))).logits;
      } finally {
        network.dispose();
      }
    });
    toProbabilities(logits, 'logits').forEach((value, unit) => {
      expect(value).toBeCloseTo(run?.answer[unit] ?? NaN, 4);
    });
    await expectUntouched();
  });

  test('a borrower that fails gets its error back', async () => {
    const { model, findings } = (await importCase(engine, 'teachable-machine')).foreign;
    const failing = engine.lendForeign(model, findings, async (build) => {
      (await build()).dispose();
      throw new Error('torn');
    });
    await expect(failing).rejects.toThrow('torn');
    await expectUntouched();
  });
});
