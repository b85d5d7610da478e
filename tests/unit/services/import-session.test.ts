import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ClassifierError } from '../../../src/core/errors';
import { ImportSession } from '../../../src/services/import-session';
import type { ModelLibrary } from '../../../src/services/model-library';
import { diagnosis, draft, StubImporter, stubLibrary } from './import-stubs';

const files = [{ path: 'model.json', blob: new Blob(['{}']) }];

describe('ImportSession', () => {
  let importer: StubImporter;
  let library: ModelLibrary;
  let session: ImportSession;
  let steps: string[];

  beforeEach(() => {
    importer = new StubImporter();
    library = stubLibrary();
    session = new ImportSession({ importer, library });
    steps = [];
    session.subscribe(() => steps.push(session.state.step));
  });

  const planOf = () => {
    if (!('plan' in session.state)) throw new Error(`no plan at ${session.state.step}`);
    return session.state.plan;
  };

  it('goes from files to a kept model', async () => {
    await session.open('mine.zip', files);
    expect(planOf()).toMatchObject({ name: 'Mine', contract: draft.contract });
    await session.finish();
    expect(session.state).toMatchObject({
      step: 'done',
      id: 'mine',
      name: 'Mine',
      isHonest: false,
    });
    expect(steps).toEqual(['reading', 'recognised', 'finishing', 'done']);
    expect(library.find('mine')).toMatchObject({
      kind: 'kept',
      origin: { kind: 'file', text: 'mine.zip', formatName: 'Keras layers model' },
    });
  });

  it('refuses with the reason, and takes the next one', async () => {
    importer.inspect = () => Promise.reject(new ClassifierError('model-is-h5', 'model.h5'));
    await session.open('model.h5', files);
    expect(session.state).toMatchObject({
      step: 'refused',
      name: 'model.h5',
      error: { code: 'model-is-h5' },
    });
    importer.inspect = () => Promise.resolve(draft);
    await session.open('mine.zip', files);
    expect(session.state.step).toBe('recognised');
  });

  it('downloads first where it was given an address', async () => {
    const progress: unknown[] = [];
    session.subscribe(() => {
      if (session.state.step === 'reading') progress.push(session.state.progress);
    });
    await session.openAddress('https://example.org/m', (_url, { onProgress }) => {
      onProgress(5, 10);
      return Promise.resolve({ name: 'm', files });
    });
    expect(progress).toContainEqual({ stage: 'read', loaded: 5, total: 10 });
    await session.finish();
    expect(library.find('mine')).toMatchObject({
      origin: { kind: 'address', text: 'https://example.org/m' },
    });
  });

  it('marks what the user says as chosen', async () => {
    await session.open('mine.zip', files);
    session.change('fit', 'pad');
    expect(planOf().contract.fit).toEqual({ value: 'pad', from: 'chosen' });
  });

  it('does not finish a contract that cannot work', async () => {
    await session.open('mine.zip', files);
    session.change('labels', ['only one']);
    await session.finish();
    expect(session.state.step).toBe('recognised');
  });

  it('takes over what the doctor found, or another way that it tried', async () => {
    await session.open('mine.zip', files);
    await session.diagnose([]);
    expect(planOf().report).toBe(diagnosis);
    expect(planOf().contract.fit).toEqual({ value: 'squish', from: 'measured' });
    session.adopt({ ...diagnosis.found, fit: 'pad' });
    expect(planOf().contract.fit).toEqual({ value: 'pad', from: 'chosen' });
  });

  it('keeps the plan when a step fails, with the reason', async () => {
    await session.open('mine.zip', files);
    importer.diagnose = () => Promise.reject(new ClassifierError('photos-too-few'));
    await session.diagnose([]);
    expect(session.state).toMatchObject({
      step: 'recognised',
      problem: { code: 'photos-too-few' },
    });
    importer.finish = () => Promise.reject(new ClassifierError('result-not-finite'));
    await session.finish();
    expect(session.state).toMatchObject({
      step: 'recognised',
      problem: { code: 'result-not-finite' },
    });
  });

  it('can be cancelled anywhere, and late answers change nothing', async () => {
    let answer: (value: typeof draft) => void = () => undefined;
    let signal: AbortSignal | undefined;
    importer.inspect = (_handed, options) => {
      signal = options?.signal;
      return new Promise((resolve) => (answer = resolve));
    };
    const opening = session.open('mine.zip', files);
    await vi.waitFor(() => expect(signal).toBeDefined());
    session.cancel();
    expect(signal?.aborted).toBe(true);
    answer(draft);
    await opening;
    expect(session.state.step).toBe('idle');

    importer.inspect = () => Promise.resolve(draft);
    await session.open('mine.zip', files);
    importer.diagnose = () => new Promise(() => undefined);
    void session.diagnose([]);
    expect(session.state.step).toBe('doctor');
    session.cancel();
    expect(session.state.step).toBe('recognised');
  });

  it('lets the newest model win', async () => {
    const answers: ((value: typeof draft) => void)[] = [];
    importer.inspect = () => new Promise((resolve) => answers.push(resolve));
    const slow = session.open('slow.zip', files);
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    const quick = session.open('quick.zip', files);
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]?.({ ...draft, name: 'Quick' });
    await quick;
    answers[0]?.({ ...draft, name: 'Slow' });
    await slow;
    expect(planOf().name).toBe('Quick');
  });

  it('looks again when other taps are chosen, and keeps the contract', async () => {
    await session.open('mine.zip', files);
    session.change('fit', 'pad');
    const inspect = vi.spyOn(importer, 'inspect');
    await session.chooseTaps({ features: 'other' });
    expect(inspect.mock.calls[0]?.[1]).toMatchObject({ taps: { features: 'other' } });
    expect(planOf()).toMatchObject({ taps: { features: 'other' } });
    expect(planOf().contract.fit.value).toBe('pad');
  });
});
