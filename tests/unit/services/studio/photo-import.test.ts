import { beforeEach, describe, expect, it } from 'vitest';
import { ClassifierError } from '../../../../src/core/errors';
import { createProject } from '../../../../src/core/studio/create-project';
import { PhotoImport } from '../../../../src/services/studio/photo-import';
import { ProjectSession } from '../../../../src/services/studio/project-session';
import { MemoryProjectStore } from '../../../../src/store/studio/memory-project-store';
import { fileOf, folderOf, StubIntake } from './stub-intake';

describe('PhotoImport', () => {
  let store: MemoryProjectStore;
  let intake: StubIntake;
  let session: ProjectSession;
  let imports: PhotoImport;

  async function reopen(): Promise<void> {
    session = await ProjectSession.open(store, 'p');
    imports = new PhotoImport(intake, session, () => Promise.resolve(true));
  }

  beforeEach(async () => {
    store = new MemoryProjectStore();
    await store.write('p', { project: createProject({ id: 'p', name: 'Bears', now: 1 }) });
    intake = new StubIntake();
    await reopen();
  });

  const countOf = (name: string) => {
    const label = session.labels.find((one) => one.name === name);
    return session.samples.filter(({ labelId }) => labelId === label?.id).length;
  };
  const partsOf = () => Object.fromEntries(session.samples.map(({ id, part }) => [id, part]));

  it('makes labels of folders, saves photos and thumbnails, splits, and reports', async () => {
    await imports.run(folderOf({ grizzly: 20, black: 20 }));
    expect(imports.state).toMatchObject({
      status: 'done',
      error: null,
      report: { name: 'all', total: 40, added: 40, known: 0, copies: 0, failures: [] },
    });
    expect([countOf('grizzly'), countOf('black')]).toEqual([20, 20]);
    expect(session.samples.filter(({ part }) => part === 'train')).toHaveLength(28);
    expect(session.project.unfinishedImport).toBeNull();
    const [first] = session.samples;
    expect(await (await session.readPhoto(first?.id ?? '')).text()).toMatch(/grizzly 0$/);
    expect(await (await session.readThumbnail(first?.id ?? ''))?.text()).toMatch(/^small/);
  });

  it('lists broken photos with the reason and takes the others', async () => {
    await imports.run([fileOf('a/1.jpg', 'x'), fileOf('a/2.jpg', 'bad'), fileOf('b/3.jpg', 'y')]);
    const { state } = imports;
    expect(state.status === 'done' && state.report).toMatchObject({ added: 2 });
    expect(state.status === 'done' && state.report.failures).toMatchObject([
      { path: 'a/2.jpg', error: { code: 'file-not-a-photo' } },
    ]);
  });

  it('keeps an exact double once, with where else it was, and reads nothing twice', async () => {
    const files = [fileOf('d/train/a/1.jpg', 'x'), fileOf('d/test/b/1.jpg', 'x')];
    await imports.run(files);
    expect(session.samples).toHaveLength(1);
    const [sample] = session.samples;
    expect(sample?.copies).toMatchObject([{ path: 'd/test/b/1.jpg', part: 'test' }]);
    await imports.run(files);
    expect(imports.state).toMatchObject({ report: { added: 0, known: 2, copies: 0 } });
    expect(intake.taken).toBe(2);
  });

  it('groups near doubles and keeps them in one part', async () => {
    await imports.run([
      ...folderOf({ a: 20, b: 20 }),
      ...Array.from({ length: 6 }, (_, i) => fileOf(`all/a/z${i}.jpg`, `Z ${i}`)),
    ]);
    const alike = session.samples.filter(({ path }) => /z\d/.test(path));
    expect(new Set(alike.map((sample) => sample.alike)).size).toBe(1);
    expect(alike[0]?.alike).not.toBeNull();
    expect(new Set(alike.map(({ part }) => part)).size).toBe(1);
  });

  it('goes on after the page died in the midst, and ends with the split of an unbroken import', async () => {
    const files = folderOf({ grizzly: 24, black: 16 });
    await imports.run(files);
    const whole = partsOf();
    expect(session.samples).toHaveLength(40);

    store = new MemoryProjectStore();
    await store.write('p', { project: createProject({ id: 'p', name: 'Bears', now: 1 }) });
    await reopen();
    // The worker never answers again: what a killed tab leaves behind is what was saved before.
    intake.batches = 0;
    const died = new Promise<void>((resolve) => {
      intake.onTake = (batch) => {
        if (batch < 5) return;
        resolve();
        intake.takeIn = () => new Promise(() => undefined);
      };
    });
    void imports.run(files);
    await died;

    intake = new StubIntake();
    await reopen();
    const saved = session.samples.length;
    expect(saved).toBeGreaterThan(0);
    expect(saved).toBeLessThan(40);
    expect(session.project.unfinishedImport).toMatchObject({ name: 'all', total: 40 });
    await imports.run(files);
    expect(imports.state).toMatchObject({
      error: null,
      report: { added: 40 - saved, known: saved },
    });
    expect(partsOf()).toEqual(whole);
    expect(session.project.unfinishedImport).toBeNull();
  });

  it('stops at a full disk with what was saved, a code and the import still to go on', async () => {
    const write = store.write.bind(store);
    let writes = 0;
    store.write = (id, what) => {
      if (what.looks && (writes += 1) > 3)
        return Promise.reject(new ClassifierError('storage-full'));
      return write(id, what);
    };
    await imports.run(folderOf({ grizzly: 24, black: 16 }));
    expect(imports.state).toMatchObject({ status: 'done', error: { code: 'project-full' } });
    store.write = write;
    await reopen();
    expect(session.samples).toHaveLength(12);
    expect(session.project.unfinishedImport?.done).toBe(12);
    await imports.run(folderOf({ grizzly: 24, black: 16 }));
    expect(session.samples).toHaveLength(40);
  });

  it('stops when asked, and splits what is there', async () => {
    intake.onTake = (batch) => {
      if (batch === 4) imports.cancel();
    };
    await imports.run(folderOf({ grizzly: 24, black: 16 }));
    expect(session.samples).toHaveLength(12);
    expect(new Set(session.samples.map(({ part }) => part)).size).toBe(3);
    expect(session.project.unfinishedImport).toBeNull();
  });

  it('leaves photos that were here in their parts when more come', async () => {
    await imports.run(folderOf({ grizzly: 20, black: 20 }));
    const before = partsOf();
    await imports.run(
      Array.from({ length: 10 }, (_, i) =>
        fileOf(`more/grizzly/${i}.jpg`, `${String.fromCharCode(0x900 + i)} new`),
      ),
    );
    expect(partsOf()).toMatchObject(before);
    expect(countOf('grizzly')).toBe(30);
  });

  it('takes a burst for one group of one label', async () => {
    const label = { id: 'l', name: 'teddy' };
    await session.change('add teddy', [], { before: [], after: [label] });
    await imports.run([fileOf('camera/1.jpg', 'q 1'), fileOf('camera/2.jpg', 'r 2')], {
      labelId: 'l',
      group: 'g',
    });
    expect(session.samples.map(({ group }) => group)).toEqual(['g', 'g']);
  });

  it('says so where there is no photo at all', async () => {
    intake.listing = { photos: [], project: null };
    await imports.run([fileOf('empty.zip', '')]);
    expect(imports.state).toMatchObject({ status: 'done', error: { code: 'photos-none' } });
  });

  it('reads our own project file with its labels, parts and groups', async () => {
    const sample = {
      id: 'f'.repeat(64),
      labelId: 'old',
      part: 'test',
      handPart: 'test',
      group: 'burst',
      file: 'photos/grizzly/f.jpg',
      path: 'camera/f.jpg',
    };
    const project = {
      ...createProject({ id: 'x', name: 'Old', now: 1 }),
      labels: [{ id: 'old', name: 'grizzly' }],
    };
    intake.listing = {
      photos: [{ path: 'photos/grizzly/f.jpg', bytes: 3 }],
      project: { format: 'bearings-project', project, samples: [sample] },
    };
    intake.entries = { 'photos/grizzly/f.jpg': 'a bear' };
    await imports.run([fileOf('bears.bearings.zip', '')]);
    const [only] = session.samples;
    expect(only).toMatchObject({
      part: 'test',
      handPart: 'test',
      group: 'burst',
      path: 'camera/f.jpg',
    });
    expect(session.labelName(only?.labelId ?? null)).toBe('grizzly');
  });
});
