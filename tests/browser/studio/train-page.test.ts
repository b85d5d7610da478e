import { describe, expect, it, vi } from 'vitest';
import '../../../src/app/studio/train/train-page';
import type { ModelTrainer, TrainingOptions } from '../../../src/client/training-client';
import { ClassifierError } from '../../../src/core/errors';
import { createProject } from '../../../src/core/studio/create-project';
import { ProjectSession } from '../../../src/services/studio/project-session';
import { TrainingSession } from '../../../src/services/studio/training-session';
import { MemoryProjectStore } from '../../../src/store/studio/memory-project-store';
import { sampleOf } from '../../unit/core/studio/samples';
import { expectAccessible, findAll, mount, visibleText } from '../elements/support';

const round = { trainLoss: 0.5, validLoss: 0.4, validAccuracy: 0.75, learningRate: 0.01 };
const point = (i: number) => ({ learningRate: 10 ** (-5 + i / 4), loss: 1 - i / 20 });

/** Finds a rate, trains two rounds, and then waits to be stopped. */
const trainer: ModelTrainer = {
  train: (_, { onProgress, signal }: TrainingOptions) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new ClassifierError('cancelled')));
      const points = Array.from({ length: 12 }, (_point, i) => point(i));
      onProgress?.({ stage: 'rate', rate: { points, suggestion: null, chosen: 0.001 } });
      onProgress?.({ stage: 'rounds', rounds: [round, round], total: 30, remainingMs: 90_000 });
    }),
};

async function show() {
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
  const session = await ProjectSession.open(store, 'p');
  const training = new TrainingSession(session, {
    trainer,
    findTrunk: () => Promise.resolve({ kind: 'files', files: [] }),
    describeTrunk: () => null,
  });
  return { session, page: await mount('train-page', { session, training }) };
}

describe('train-page', () => {
  it('says what training will take, shows it live, pauses, goes on and gives up', async () => {
    const { page, session } = await show();
    const click = (name: string) => {
      const button = findAll(page.shadowRoot ?? page, 'button').find(
        ({ textContent }) => textContent.trim() === name,
      );
      if (!(button instanceof HTMLElement)) throw new Error(`no button ${name}`);
      button.click();
    };
    const says = (text: string) => vi.waitFor(() => expect(visibleText(page)).toContain(text));
    await says('8 photos to learn from');
    await expectAccessible(page);
    click('Train');
    await says('Learning: round 2 of 30');
    await says('about 2 minutes left');
    await says('The learning rate, found by a short try');
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
});
