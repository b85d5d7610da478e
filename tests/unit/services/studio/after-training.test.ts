import { describe, expect, it } from 'vitest';
import { planActions } from '../../../../src/core/studio/plan-actions';
import { emptyDecision } from '../../../../src/core/studio/decision';
import type { TrainingRun } from '../../../../src/core/studio/run';
import { parseManifest } from '../../../../src/core/manifest';
import {
  findModelOfProject,
  setActions,
  setActionsInFiles,
  updateModel,
} from '../../../../src/services/studio/apply-actions';
import { groupUnknowns, listUnknowns } from '../../../../src/services/studio/group-unknowns';
import {
  findShownRun,
  listFinished,
  readRunReport,
} from '../../../../src/services/studio/run-report';
import type { TrayItem } from '../../../../src/services/tray-item';
import { MemoryModelStore } from '../../../../src/store/memory-store';
import { MemoryProjectStore } from '../../../../src/store/studio/memory-project-store';
import { createProject } from '../../../../src/core/studio/create-project';
import { deployRun } from '../../../../src/services/studio/deploy-run';
import { ProjectSession } from '../../../../src/services/studio/project-session';
import { writeRun } from '../../../../src/services/studio/run-files';
import { thumbnailFileName } from '../../../../src/store/studio/project-files';
import type { TrainingResult } from '../../../../src/worker/training-protocol';
import { stubLibrary } from '../import-stubs';
import { manifest } from '../stubs';

const ids = manifest.labels.map((id) => ({ id }));
const plan = planActions({ ...emptyDecision, actions: { 'grizzly bear': 'Call the ranger' } }, ids);
const origin = { kind: 'file', text: 'mine.zip', formatName: 'Studio project' } as const;

/** What training gives, but for files. */
const finished: TrainingResult = {
  manifest,
  files: [],
  bankPhotos: [],
  predictions: [],
  notes: [],
  rate: { points: [], suggestion: null, chosen: 0.01 },
  rounds: [],
  bestRound: 0,
  tuning: null,
  accuracy: { train: null, valid: null, test: null },
  failures: [],
  looked: 0,
  problem: null,
};

function makeRun(id: string, part: Partial<TrainingRun> = {}): TrainingRun {
  return { id, status: 'finished', modelId: null, ...part } as TrainingRun;
}

describe('actions in a model', () => {
  it('are written into the manifest alone, and taken out again', async () => {
    const weights = { path: 'weights.bin', blob: new Blob(['1234']) };
    const described = { path: 'bearings.json', blob: new Blob([JSON.stringify(manifest)]) };
    const { files } = await setActionsInFiles([described, weights], plan);
    expect(files[1]).toBe(weights);
    const written = parseManifest(JSON.parse((await files[0]?.blob.text()) ?? ''));
    expect(written.actions).toEqual(plan);
    expect(setActions(written, null)).toEqual(manifest);
  });

  it('reach the model that is kept on this device', async () => {
    const library = stubLibrary(new MemoryModelStore());
    const files = [
      { path: 'bearings.json', blob: new Blob([JSON.stringify({ ...manifest, id: 'mine' })]) },
      { path: 'weights.bin', blob: new Blob(['1234']) },
    ];
    await library.keep({ manifest: { ...manifest, id: 'mine' }, files }, origin);
    const project = {
      runs: [makeRun('old', { modelId: 'gone' }), makeRun('r', { modelId: 'mine' })],
    };
    expect(findModelOfProject(project, library.entries)?.run.id).toBe('r');
    await updateModel(library, 'mine', plan);
    expect(library.find('mine')?.manifest?.actions).toEqual(plan);
    const [first, second] = await library.readFiles('mine');
    expect(JSON.parse((await first?.blob.text()) ?? '')).toMatchObject({ actions: plan });
    expect(await second?.blob.text()).toBe('1234');
    await expect(updateModel(library, 'other', plan)).rejects.toMatchObject({
      code: 'model-not-found',
    });
  });
});

describe('a run put to work', () => {
  it('takes the thumbnails of its reference photos along, row by row', async () => {
    const store = new MemoryProjectStore();
    const run = makeRun('r', { labels: manifest.labels.map((name) => ({ id: name, name })) });
    const project = { ...createProject({ id: 'p', name: 'P', now: 1 }), runs: [run] };
    await store.write('p', { project });
    const session = await ProjectSession.open(store, 'p');
    const described = JSON.stringify(manifest);
    await writeRun(session.files, 'r', {
      ...finished,
      files: [{ path: 'bearings.json', blob: new Blob([described]) }],
      bankPhotos: ['aa', 'gone', 'bb'],
    });
    for (const id of ['aa', 'bb']) await session.files.write(thumbnailFileName(id), new Blob([id]));

    const library = stubLibrary(new MemoryModelStore());
    const { id, problem } = await deployRun(session, run, library);
    expect(problem?.code ?? null).toBe('storage-unavailable'); // Of this store, which forgets.
    const pictures = await library.readPictures(id);
    const texts = await Promise.all(pictures.map(async (one) => (one ? one.text() : null)));
    expect(texts).toEqual(['aa', null, 'bb']);
    expect((await library.readFiles(id)).map(({ path }) => path)).toEqual(['bearings.json']);
    expect(session.project.runs[0]?.modelId).toBe(id);
  });
});

describe('the run that is shown', () => {
  const runs = [
    makeRun('a'),
    makeRun('b', { status: 'cancelled' }),
    makeRun('c'),
    makeRun('d', { status: 'running' }),
  ];

  it('is the newest that ended well, unless a person chose another', () => {
    expect(listFinished(runs).map(({ id }) => id)).toEqual(['c', 'a']);
    expect(findShownRun({ runs, chosenRunId: null })?.id).toBe('c');
    expect(findShownRun({ runs, chosenRunId: 'a' })?.id).toBe('a');
    expect(findShownRun({ runs, chosenRunId: 'b' })?.id).toBe('c');
    expect(findShownRun({ runs: [], chosenRunId: null })).toBeNull();
  });

  it('says so when its files are gone', async () => {
    const store = new MemoryProjectStore();
    await store.write('p', { project: createProject({ id: 'p', name: 'P', now: 1 }) });
    await expect(readRunReport(store.filesOf('p'), makeRun('a'))).rejects.toMatchObject({
      code: 'model-part-missing',
    });
  });
});

describe('unknown photos', () => {
  const makeItem = (id: string, part: Partial<TrayItem>): TrayItem =>
    ({ id, name: id, file: new Blob([id]), state: 'done', review: null, ...part }) as TrayItem;
  const unsure = { verdict: { kind: 'unsure' } } as Partial<TrayItem>;
  const strange = { verdict: { kind: 'out-of-domain' } } as Partial<TrayItem>;

  it('are those that wait for a person and can be looked at', () => {
    const items = [
      makeItem('a', unsure),
      makeItem('b', { verdict: { kind: 'match' } } as Partial<TrayItem>),
      makeItem('c', strange),
      makeItem('d', { ...strange, review: { kind: 'acted', action: 'Call' } }),
      makeItem('e', { state: 'failed', verdict: null }),
    ];
    expect(listUnknowns(items).map(({ id }) => id)).toEqual(['a', 'c']);
  });

  it('are grouped by their direction in the features', async () => {
    const angles = [0, 1, 2, 80, 81];
    const items = angles.map((angle) => makeItem(`${angle}`, strange));
    const seen: [number, number][] = [];
    const groups = await groupUnknowns(
      items,
      {
        embed: async (photos) =>
          Promise.all(
            photos.map(async (photo) => {
              const angle = (Number(await photo.text()) * Math.PI) / 180;
              return Float32Array.of(Math.cos(angle), Math.sin(angle));
            }),
          ),
      },
      { onProgress: (done, total) => seen.push([done, total]) },
    );
    expect(groups[0]?.items[0]?.id).toBe('1');
    expect(groups.map((group) => group.items.map(({ id }) => id).sort())).toEqual([
      ['0', '1', '2'],
      ['80', '81'],
    ]);
    expect(seen).toEqual([
      [0, 5],
      [4, 5],
    ]);
  });
});
