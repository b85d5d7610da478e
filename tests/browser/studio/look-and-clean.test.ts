import { beforeEach, describe, expect, it, vi } from 'vitest';
import '../../../src/app/studio/actions/actions-page';
import '../../../src/app/studio/clean/clean-page';
import '../../../src/app/studio/collect/collect-page';
import '../../../src/app/studio/look/look-page';
import { createProject } from '../../../src/core/studio/create-project';
import type { TrainingRun } from '../../../src/core/studio/run';
import type { Prediction } from '../../../src/core/training/training-plan';
import { ProjectSession } from '../../../src/services/studio/project-session';
import type { RunRecord } from '../../../src/services/studio/run-files';
import { MemoryProjectStore } from '../../../src/store/studio/memory-project-store';
import { thumbnailFileName } from '../../../src/store/studio/project-files';
import { sampleOf } from '../../unit/core/studio/samples';
import { manifest } from '../../unit/services/stubs';
import {
  expectAccessible,
  findAll,
  findOne,
  mount,
  nextEvent,
  visibleText,
} from '../elements/support';

const labels = [
  { id: 'a', name: 'grizzly' },
  { id: 'b', name: 'black' },
];
/** 30 of each label; the first three grizzlies are said to be black, surely. */
const COUNT = 60;
const WRONG = 3;

function makeRun(id: string, startedAt: number): TrainingRun {
  const { data, training } = createProject({ id: 'p', name: 'Bears', now: 1 });
  return {
    id,
    status: 'finished',
    startedAt,
    finishedAt: startedAt + 1,
    settings: training,
    item: data.item,
    batch: data.batch,
    splitSeed: 42,
    labels,
    counts: { train: 40, valid: 10, test: 10 },
    epochs: [],
    accuracy: { train: 1, valid: 0.9, test: 0.9 },
    modelId: null,
    errorCode: null,
  };
}

async function keepRun(session: ProjectSession, id: string, wrong: number): Promise<void> {
  const predictions = session.samples.map(({ id: photo, part }, i): Prediction => {
    const label = i % 2;
    const isWrong = i < 2 * wrong && label === 0;
    // No two photos alike, so that their order says something.
    const sure = 0.9 - i / 1000;
    const grizzly = (label === 0) !== isWrong ? sure : 1 - sure;
    return { id: photo, part, label, probabilities: [grizzly, 1 - grizzly], familiarity: null };
  });
  const record: RunRecord = {
    predictions,
    rate: { points: [], suggestion: null, chosen: 0.01 },
    bestRound: 0,
    evaluation: null,
    notes: [],
    failures: [],
    files: [],
  };
  await session.files.write(`runs/${id}/record.json`, new Blob([JSON.stringify(record)]));
  await session.files.write(`runs/${id}/model/bearings.json`, new Blob([JSON.stringify(manifest)]));
}

async function openSession(runs: readonly TrainingRun[]): Promise<ProjectSession> {
  const store = new MemoryProjectStore();
  const project = {
    ...createProject({ id: 'p', name: 'Bears', now: 1 }),
    labels: [...labels],
    runs: [...runs],
  };
  const samples = Array.from({ length: COUNT }, (_, i) =>
    sampleOf(i, { labelId: i % 2 ? 'b' : 'a', part: i % 6 === 5 ? 'test' : 'train' }),
  );
  await store.write('p', { project, samples });
  const session = await ProjectSession.open(store, 'p');
  const canvas = new OffscreenCanvas(8, 8);
  canvas.getContext('2d');
  const picture = await canvas.convertToBlob({ type: 'image/jpeg' });
  for (const { id } of samples) await session.files.write(thumbnailFileName(id), picture);
  return session;
}

const cells = (page: Element, inside: string) => {
  const root = findAll(page.shadowRoot ?? page, inside)[0]?.shadowRoot;
  return root ? findAll(root, '.cell') : [];
};
const press = (page: Element, inside: string, key: string, more: KeyboardEventInit = {}) => {
  const root = findAll(page.shadowRoot ?? page, inside)[0]?.shadowRoot;
  const grid = root ? findAll(root, '.grid')[0] : undefined;
  grid?.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...more }),
  );
};

describe('look-page', () => {
  it('says so when nothing was trained yet', async () => {
    const page = await mount('look-page', { session: await openSession([]) });
    expect(visibleText(page)).toContain('Nothing has been trained yet');
    await expectAccessible(page);
  });

  it('shows the figures, and opens a cell whose photos can be put right', async () => {
    const session = await openSession([makeRun('r1', 1)]);
    await keepRun(session, 'r1', WRONG);
    const page = await mount('look-page', { session });
    await vi.waitFor(() => expect(visibleText(page)).toContain('What it takes for what'));
    // 50 photos outside the test part; the three wrong ones are among them.
    expect(visibleText(page)).toContain('47 of 50 photos');
    await expectAccessible(page);
    const cell = findAll(page.shadowRoot ?? page, 'button').find((one) =>
      one.getAttribute('aria-label')?.startsWith('3 photos: grizzly, taken for black'),
    );
    if (cell instanceof HTMLButtonElement) cell.click();
    await vi.waitFor(() => expect(cells(page, 'confusion-panel')).toHaveLength(3));
    await expectAccessible(page);
    press(page, 'confusion-panel', 'a', { ctrlKey: true });
    await vi.waitFor(() => expect(visibleText(page)).toContain('3 photos selected'));
    press(page, 'confusion-panel', '2');
    await vi.waitFor(() => expect(visibleText(page)).toContain('50 of 50 photos'));
    expect(session.undoTitle).toBe('relabel 3 photos as black');
    expect(visibleText(page)).toContain('3 photos relabelled');
    await session.undo();
    await vi.waitFor(() => expect(visibleText(page)).toContain('47 of 50 photos'));
  });

  it('puts two runs side by side, with the photos that moved', async () => {
    const session = await openSession([makeRun('r1', 1), makeRun('r2', 2)]);
    await keepRun(session, 'r1', 12);
    await keepRun(session, 'r2', WRONG);
    const page = await mount('look-page', { session });
    await vi.waitFor(() => expect(visibleText(page)).toContain('9 photos became right'));
    // Nine against none: the exact McNemar p-value is 2 / 512, so it is no chance.
    expect(visibleText(page)).toContain('this run is better, and hardly by chance');
    expect(visibleText(page)).toContain('Wrong now, right before: no photo.');
    await expectAccessible(page);
  });
});

describe('clean-page', () => {
  let session: ProjectSession;

  beforeEach(async () => {
    session = await openSession([makeRun('r1', 1)]);
    await keepRun(session, 'r1', WRONG);
  });

  async function show() {
    const page = await mount('clean-page', { session });
    await vi.waitFor(() => expect(cells(page, 'photo-desk')).toHaveLength(WRONG));
    return page;
  }

  it('ranks suspects, takes suggestions and takes them back by the keyboard alone', async () => {
    const page = await show();
    expect(visibleText(page)).toContain('black? 90 %');
    await expectAccessible(page);
    press(page, 'photo-desk', 'a', { ctrlKey: true });
    await vi.waitFor(() => expect(visibleText(page)).toContain('3 photos selected'));
    press(page, 'photo-desk', 's');
    await vi.waitFor(() => expect(visibleText(page)).toContain('No label looks wrong here'));
    expect(session.samples.filter(({ labelId }) => labelId === 'b')).toHaveLength(33);
    await session.undo();
    await vi.waitFor(() => expect(cells(page, 'photo-desk')).toHaveLength(WRONG));
    expect(session.samples.filter(({ labelId }) => labelId === 'b')).toHaveLength(30);
  });

  it('lets go of photos whose label a person confirms, and shows them on demand', async () => {
    const page = await show();
    press(page, 'photo-desk', ' ');
    await vi.waitFor(() => expect(visibleText(page)).toContain('1 photo selected'));
    press(page, 'photo-desk', 'c');
    await vi.waitFor(() => expect(cells(page, 'photo-desk')).toHaveLength(WRONG - 1));
    findOne(page, '.check input', HTMLInputElement).click();
    await vi.waitFor(() => expect(cells(page, 'photo-desk')).toHaveLength(WRONG));
  });

  it('keeps one history over labels, runs and tabs', async () => {
    const page = await show();
    press(page, 'photo-desk', ' ');
    await vi.waitFor(() => expect(visibleText(page)).toContain('1 photo selected'));
    press(page, 'photo-desk', 'Delete');
    await vi.waitFor(() => expect(session.samples).toHaveLength(COUNT - 1));
    const other = session.samples.find(({ labelId }) => labelId === 'b');
    await session.relabel([other?.id ?? ''], 'a');
    await mount('look-page', { session });
    await session.undo();
    await session.undo();
    expect(session.samples).toHaveLength(COUNT);
    expect(session.undoTitle).toBeNull();
    expect(session.find(other?.id ?? '')?.labelId).toBe('b');
  });

  it('shows near doubles without any run', async () => {
    const page = await mount('clean-page', { session: await openSession([]) });
    findAll(page.shadowRoot ?? page, 'button')
      .find((one) => one.textContent.includes('Near doubles'))
      ?.dispatchEvent(new MouseEvent('click'));
    await vi.waitFor(() => expect(visibleText(page)).toContain('No two photos here look'));
  });
});

describe('collect-page', () => {
  it('gives reasons with pictures', async () => {
    const session = await openSession([makeRun('r1', 1)]);
    await keepRun(session, 'r1', 12);
    const page = await mount('collect-page', { session });
    await vi.waitFor(() => expect(visibleText(page)).toContain('grizzly, as in these photos'));
    expect(visibleText(page)).toContain('12 of 30 photos');
    expect(findAll(page.shadowRoot ?? page, '.pictures button')).toHaveLength(8);
    await expectAccessible(page);
  });
});

describe('actions-page', () => {
  it('saves what to do and what mistakes cost, and shows what follows', async () => {
    const session = await openSession([makeRun('r1', 1)]);
    await keepRun(session, 'r1', WRONG);
    const page = await mount('actions-page', { session });
    expect(visibleText(page)).toContain('see here what follows');
    await expectAccessible(page);
    const inputs = findAll(page.shadowRoot ?? page, '.actions input');
    const [first] = inputs;
    if (!(first instanceof HTMLInputElement)) throw new Error('no field for an action');
    first.value = 'Call the ranger';
    first.dispatchEvent(new Event('change'));
    await vi.waitFor(() =>
      expect(session.project.decision.actions).toEqual({ a: 'Call the ranger' }),
    );
    await vi.waitFor(() => expect(visibleText(page)).toContain('From when it acts'));
    const cost = findAll(page.shadowRoot ?? page, 'input').find(
      (one) =>
        one.getAttribute('aria-label') === 'Cost when it is grizzly and you act as for black',
    );
    if (!(cost instanceof HTMLInputElement)) throw new Error('no field for a cost');
    cost.value = '20';
    cost.dispatchEvent(new Event('change'));
    await vi.waitFor(() =>
      expect(session.project.decision.mistakes).toEqual([{ truth: 'a', said: 'b', cost: 20 }]),
    );
    // Black acts only when grizzly is so unlikely that 20 × p is below asking, 0.3: from 98.5 %.
    await vi.waitFor(() => expect(visibleText(page)).toMatch(/black from 99 %/));
    expect(visibleText(page)).toContain('What it would have cost on your photos');
    await expectAccessible(page);
  });

  it('takes no cost below nothing', async () => {
    const session = await openSession([]);
    const page = await mount('actions-page', { session });
    const table = findOne(page, 'cost-table', HTMLElement);
    const input = findAll(table.shadowRoot ?? table, 'input')[0];
    if (!(input instanceof HTMLInputElement)) throw new Error('no field for a cost');
    input.value = '-3';
    input.dispatchEvent(new Event('change'));
    await vi.waitFor(() => expect(input.value).toBe('1'));
    expect(session.project.decision.mistakes).toEqual([]);
    const changed = nextEvent(table, 'decision-changed');
    input.value = '2.5';
    input.dispatchEvent(new Event('change'));
    expect((await changed).decision.mistakes).toHaveLength(1);
  });
});
