import { describe, expect, it, vi } from 'vitest';
import '../../../src/app/studio/train/train-page';
import type { ModelTrainer, TrainingOptions } from '../../../src/client/training-client';
import { ClassifierError } from '../../../src/core/errors';
import type { Manifest } from '../../../src/core/manifest';
import { createProject } from '../../../src/core/studio/create-project';
import { LinePlot } from '../../../src/elements/line-plot/line-plot';
import type { ModelLibrary } from '../../../src/services/model-library';
import { ProjectSession } from '../../../src/services/studio/project-session';
import { TrainingSession } from '../../../src/services/studio/training-session';
import { MemoryModelStore } from '../../../src/store/memory-store';
import { MemoryProjectStore } from '../../../src/store/studio/memory-project-store';
import type { TrainingResult } from '../../../src/worker/training-protocol';
import { sampleOf } from '../../unit/core/studio/samples';
import { stubLibrary } from '../../unit/services/import-stubs';
import { manifest } from '../../unit/services/stubs';
import { expectAccessible, findAll, mount, visibleText } from '../elements/support';

const round = { trainLoss: 0.5, validLoss: 0.4, validAccuracy: 0.75, learningRate: 0.01 };
const point = (i: number) => ({ learningRate: 10 ** (-5 + i / 4), loss: 1 - i / 20 });

const rate = {
  points: Array.from({ length: 12 }, (_, i) => point(i)),
  suggestion: null,
  chosen: 0.001,
};

/** Finds a rate, trains two rounds, and then waits to be stopped. */
const slowTrainer: ModelTrainer = {
  train: (_, { onProgress, signal }: TrainingOptions) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new ClassifierError('cancelled')));
      onProgress?.({ stage: 'rate', rate });
      onProgress?.({ stage: 'rounds', rounds: [round, round], total: 30, remainingMs: 90_000 });
    }),
};

/** Ends at once: 7 of 8 photos right, each judged without it. */
const quickTrainer: ModelTrainer = {
  train: (): Promise<TrainingResult> => {
    const trained = { ...manifest, evaluation };
    return Promise.resolve({
      manifest: trained,
      files: [{ path: 'bearings.json', blob: new Blob([JSON.stringify(trained)]) }],
      bankPhotos: [],
      predictions: Array.from({ length: 8 }, (_, i) => ({
        id: sampleOf(i, {}).id,
        part: 'train' as const,
        label: i % 2 ? 0 : 1,
        probabilities: i % 2 ? [0.9, 0.1] : [0.2, 0.8],
        familiarity: null,
      })),
      notes: [],
      rate,
      rounds: [round, round, round],
      bestRound: 1,
      tuning: null,
      accuracy: { train: 0.875, valid: null, test: null },
      failures: [],
      looked: 8,
      problem: null,
    });
  },
};

const evaluation: NonNullable<Manifest['evaluation']> = {
  photos: 8,
  data: '8 photos',
  accuracy: { value: 0.875, low: 0.53, high: 0.98 },
  falseAlarms: null,
  confusion: [],
  calibrationError: null,
  coverage: null,
  meanSetSize: null,
  outOfDomain: [],
  notes: [],
};

const origin = { kind: 'file', text: 'bears.zip', formatName: 'Bearings model' } as const;

async function createStore() {
  const store = new MemoryProjectStore();
  const labels = [
    { id: 'a', name: 'grizzly' },
    { id: 'b', name: 'black' },
  ];
  const samples = Array.from({ length: 8 }, (_, i) => sampleOf(i, { labelId: i % 2 ? 'a' : 'b' }));
  await store.write('p', {
    project: { ...createProject({ id: 'p', name: 'Bears', now: 1 }), labels },
    samples,
  });
  return store;
}

async function show(
  store: MemoryProjectStore,
  trainer: ModelTrainer,
  library: ModelLibrary | null = null,
) {
  const session = await ProjectSession.open(store, 'p');
  const training = new TrainingSession(session, {
    trainer,
    findTrunk: () => Promise.resolve({ kind: 'files', files: [] }),
    describeTrunk: () => null,
  });
  return { session, training, page: await mount('train-page', { session, training, library }) };
}

const press = (page: Element, name: string) => {
  const button = findAll(page.shadowRoot ?? page, 'button').find(
    ({ textContent }) => textContent.trim() === name,
  );
  if (!(button instanceof HTMLElement)) throw new Error(`no button ${name}`);
  button.click();
};

describe('train-page', () => {
  it('says what training will take, shows it live, pauses, goes on and gives up', async () => {
    const { page, session } = await show(await createStore(), slowTrainer);
    const click = (name: string) => press(page, name);
    const says = (text: string) => vi.waitFor(() => expect(visibleText(page)).toContain(text));
    await says('8 photos to learn from');
    await expectAccessible(page);
    click('Train');
    await says('Learning: round 2 of 30');
    await says('about 2 minutes left');
    await says('The learning rate, found by a short try');
    await says('Chosen: 0.001');
    await expectAccessible(page);
    click('Pause');
    await says('It was in round 2');
    await expectAccessible(page);
    click('Go on');
    await says('Pause');
    click('Pause');
    await says('Give it up');
    click('Give it up');
    await says('Ready to train');
    await vi.waitFor(() => expect(session.project.runs.at(-1)?.status).toBe('cancelled'));
  });

  it('says what is missing before anything can be learnt', async () => {
    const { page, session } = await show(await createStore(), slowTrainer);
    await session.relabel(
      session.samples.map(({ id }) => id),
      'a',
    );
    await vi.waitFor(() => expect(visibleText(page)).toContain('Not enough photos yet'));
    expect(visibleText(page)).toContain('at least two labels');
    expect(visibleText(page)).not.toContain('Ready to train');
    await expectAccessible(page);
  });

  it('counts what is remembered as soon as the models are listed', async () => {
    const models = new MemoryModelStore();
    await models.writeModel({ id: 'bears', manifest, origin, addedAt: 1, bytes: 1 }, []);
    const library = stubLibrary(models);
    const { training } = await show(await createStore(), slowTrainer, library);
    const measure = vi.spyOn(training, 'measure');
    await library.load();
    await vi.waitFor(() => expect(measure).toHaveBeenCalledOnce());
  });

  it('shows the last run after the page was closed, and how photos differ from it', async () => {
    const store = await createStore();
    const first = await show(store, quickTrainer);
    press(first.page, 'Train');
    await vi.waitFor(() => expect(visibleText(first.page)).toContain('The model is ready'));
    expect(visibleText(first.page)).toContain('Looked at 8 photos');
    await first.session.relabel([sampleOf(1, {}).id], 'b');

    const { page } = await show(store, quickTrainer);
    await vi.waitFor(() => expect(visibleText(page)).toContain('The last model'));
    const text = visibleText(page);
    expect(text).toMatch(/88 %\s+right on 8 photos\s+each judged without it/);
    expect(text).toContain('between 53 % and 98 %');
    expect(text).toContain('Since this run: 1 photo relabelled.');
    expect(text).toContain('Train again');
    const captions = findAll(page.shadowRoot ?? page, 'line-plot').map((plot) =>
      plot instanceof LinePlot ? [plot.caption, plot.data.x.length] : [],
    );
    expect(captions).toEqual([
      ['Loss, round by round', 3],
      ['Share right', 3],
      ['The learning rate, found by a short try', 12],
    ]);
    await expectAccessible(page);
  });
});
