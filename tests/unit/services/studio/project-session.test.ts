import { beforeEach, describe, expect, it } from 'vitest';
import { ClassifierError } from '../../../../src/core/errors';
import { createProject } from '../../../../src/core/studio/create-project';
import { ProjectSession } from '../../../../src/services/studio/project-session';
import { Projects } from '../../../../src/services/studio/projects';
import { MemoryProjectStore } from '../../../../src/store/studio/memory-project-store';
import { photoFileName } from '../../../../src/store/studio/project-files';
import { sampleOf } from '../../core/studio/samples';

const labels = [
  { id: 'a', name: 'grizzly' },
  { id: 'b', name: 'black' },
];

describe('ProjectSession', () => {
  let store: MemoryProjectStore;
  let session: ProjectSession;
  const samples = Array.from({ length: 4 }, (_, i) => sampleOf(i));
  const ids = samples.map(({ id }) => id);

  beforeEach(async () => {
    store = new MemoryProjectStore();
    const project = { ...createProject({ id: 'p', name: 'Bears', now: 1 }), labels };
    await store.write('p', { project, samples });
    session = await ProjectSession.open(store, 'p');
  });

  const labelsOf = () => session.samples.map(({ labelId }) => labelId);

  it('takes back and does again, over a reload', async () => {
    await session.relabel(ids.slice(0, 2), 'b');
    await session.moveTo(ids.slice(2), 'test');
    expect(session.undoTitle).toBe('move 2 photos');
    session = await ProjectSession.open(store, 'p');
    await session.undo();
    expect(session.samples.map(({ part }) => part)).toEqual(['train', 'train', 'train', 'train']);
    await session.undo();
    expect(labelsOf()).toEqual(['a', 'a', 'a', 'a']);
    expect(session.undoTitle).toBeNull();
    session = await ProjectSession.open(store, 'p');
    await session.redo();
    expect(labelsOf()).toEqual(['b', 'b', 'a', 'a']);
    await session.remove([ids[3] ?? '']);
    expect(session.redoTitle).toBeNull();
    expect(await store.readHistory('p')).toHaveLength(2);
  });

  it('brings a deleted photo back with its file', async () => {
    const [id = ''] = ids;
    await session.files.write(photoFileName(id), new Blob(['pixels']));
    await session.remove([id]);
    expect(await store.countSamples('p')).toBe(3);
    await session.undo();
    expect(await (await session.readPhoto(id)).text()).toBe('pixels');
  });

  it('forgets the files of what can no longer be brought back', async () => {
    const [id = '', other = ''] = ids;
    await session.files.write(photoFileName(id), new Blob(['pixels']));
    await session.remove([id]);
    for (let i = 0; i < 200; i++) await session.relabel([other], i % 2 ? 'a' : 'b');
    await session.close();
    await expect.poll(() => session.files.read(photoFileName(id))).toBeNull();
    expect(await store.readHistory('p')).toHaveLength(200);
  });

  it('shows nothing as done that was not written', async () => {
    const write = store.write.bind(store);
    store.write = () => Promise.reject(new ClassifierError('storage-full'));
    await expect(session.relabel(ids, 'b')).rejects.toMatchObject({ code: 'project-full' });
    expect(labelsOf()).toEqual(['a', 'a', 'a', 'a']);
    expect(session.problem?.code).toBe('project-full');
    store.write = write;
    await session.relabel(ids, 'b');
    expect(session.problem).toBeNull();
  });

  it('writes one thing after the other, however quickly they are asked for', async () => {
    await Promise.all([
      session.relabel(ids, 'b'),
      session.update({ name: 'Other bears' }),
      session.remove(ids.slice(0, 1)),
      session.undo(),
    ]);
    expect(labelsOf()).toHaveLength(4);
    expect(session.project).toMatchObject({ name: 'Other bears', changesDone: 1 });
  });

  it('puts near doubles in one part, and lets the split decide again', async () => {
    const alike = samples.map((sample, i) => ({
      ...sample,
      alike: i < 3 ? 'x' : null,
      part: i === 0 ? ('test' as const) : ('train' as const),
    }));
    await session.add(() => ({ samples: alike }));
    await session.gatherGroups(ids);
    expect(session.samples.map(({ part }) => part)).toEqual(['train', 'train', 'train', 'train']);
    expect(session.find(ids[0] ?? '')?.handPart).toBe('train');
    await session.freeParts();
    expect(session.samples.every(({ handPart }) => handPart === null)).toBe(true);
  });
});

describe('Projects', () => {
  it('makes, renames, puts aside, brings back and removes for good', async () => {
    const store = new MemoryProjectStore();
    const projects = new Projects(store);
    const { id } = await projects.create('Bears');
    const other = await projects.create('Bears');
    expect(other.name).toBe('Bears 2');
    await projects.rename(other.id, 'Trash');
    await projects.delete(id);
    expect(projects.current.map(({ project }) => project.name)).toEqual(['Trash']);
    expect(projects.deleted).toHaveLength(1);
    await projects.restore(id);
    expect(projects.current).toHaveLength(2);
    await projects.delete(id);
    await projects.removeForGood(id);
    expect(projects.list).toHaveLength(1);
    await projects.rename('nowhere', 'x');
    expect(projects.problem?.code).toBe('project-not-found');
  });
});
