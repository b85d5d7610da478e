import { describe, expect, it } from 'vitest';
import type { BackendHint, BackendName, BackendTrial } from '../../../src/core/classification';
import { ClassifierError } from '../../../src/core/errors';
import { bearsModel, createClient, drawPhoto, tinyModel } from './support';

/** A software GPU needs long for its first run. */
const PATIENT_MS = 180_000;
const backends: BackendName[] = ['wasm', 'cpu', 'webgl', 'webgpu'];

describe.each([
  ['a tiny model', tinyModel],
  ['the bears', bearsModel],
])('%s', (_, model) => {
  it.each(backends)(
    'gives the golden answers on %s, where there is one',
    async (backend) => {
      const client = createClient({ silenceMs: PATIENT_MS });
      try {
        const { device } = await client.open(model, { backend });
        expect(device.backend).toBe(backend);
        expect(device.trials[0]?.goldenError).toBeLessThan(1e-2);
        const { classification } = await client.classify(await drawPhoto());
        expect(classification.evidence.ranked[0]?.probability).toBeGreaterThan(0);
        expect(await client.countTensors()).toBe(device.tensors);
      } catch (error) {
        // Never another backend in silence: one that is not there is an error that says so.
        if (!(error instanceof ClassifierError)) throw error;
        expect(error).toMatchObject({ code: 'backend-unavailable' });
        expect(error.detail).toContain(`no ${backend} on this device`);
      }
    },
    PATIENT_MS,
  );
});

const blank: BackendTrial = {
  backend: 'cpu',
  outcome: 'chosen',
  warmMs: null,
  startMs: null,
  goldenError: null,
  detail: '',
};

describe('choosing a backend', () => {
  it('tries wasm with one thread and with several, and no GPU when that is quick', async () => {
    const client = createClient();
    const { device } = await client.open(tinyModel);
    expect(device.crossOriginIsolated).toBe(true);
    const [first, ...others] = device.trials;
    expect(first).toMatchObject({ backend: 'wasm', outcome: 'chosen' });
    // How the second does depends on what else this machine is doing.
    expect(others.map(({ backend }) => backend)).toEqual(['wasm', 'webgpu', 'webgl', 'cpu']);
  });

  it('tries first what won before, and compares no more', async () => {
    const notes: BackendHint[] = [{ backend: 'cpu', threads: 1, trials: [blank] }];
    const memory = {
      recall: () => notes[notes.length - 1] ?? null,
      remember: (hint: BackendHint) => void notes.push(hint),
      forget: () => void notes.splice(0),
    };
    const { device } = await createClient({ memory }).open(tinyModel);
    expect(device.backend).toBe('cpu');
    expect(device.trials).toHaveLength(1);
    expect(notes.at(-1)).toMatchObject({ backend: 'cpu', threads: 1 });
  });

  it('names software GPUs without running them, and stays as it was', async () => {
    const client = createClient();
    const { device } = await client.open(tinyModel);
    const trials = await client.compareBackends();
    expect(trials[0]).toMatchObject({ backend: 'wasm', outcome: 'chosen' });
    const webgl = trials.find(({ backend }) => backend === 'webgl');
    expect(webgl).toMatchObject({ outcome: 'software', warmMs: null });
    const cpu = trials.find(({ backend }) => backend === 'cpu');
    expect(cpu?.warmMs).toBeGreaterThan(0);
    await expect(client.classify(await drawPhoto())).resolves.toBeDefined();
    expect(await client.countTensors()).toBe(device.tensors);
  });

  it('moves an open model to the backend that the user pins', async () => {
    const client = createClient();
    await client.open(tinyModel);
    const pinned = await client.open(tinyModel, { backend: 'cpu' });
    expect(pinned.device.backend).toBe('cpu');
    const back = await client.open(tinyModel);
    expect(back.device.backend).toBe('wasm');
    expect(back.device.tensors).toBe(pinned.device.tensors);
  });
});
