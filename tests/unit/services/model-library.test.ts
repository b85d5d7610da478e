import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClassifierError } from '../../../src/core/errors';
import { chooseFreeId } from '../../../src/services/free-id';
import { MemoryModelStore } from '../../../src/store/memory-store';
import type {
  KeptFile,
  KeptModel,
  ModelStore,
  ReferencePictures,
} from '../../../src/store/model-records';
import { stubLibrary } from './import-stubs';
import { manifest } from './stubs';

const origin = { kind: 'file', text: 'mine.zip', formatName: 'Keras model' } as const;
const modelOf = (id: string, name = id) => ({
  manifest: { ...manifest, id, name },
  files: [
    { path: 'bearings.json', blob: new Blob(['{}']) },
    { path: 'weights.bin', blob: new Blob(['12345678']) },
  ],
});

/** A device's store; `full` makes every writing fail. */
class DeviceStore extends MemoryModelStore implements ModelStore {
  override readonly lasting: boolean = true;
  full = false;

  override writeModel(
    model: KeptModel,
    files: readonly KeptFile[],
    replaces?: string,
    pictures?: ReferencePictures,
  ): Promise<void> {
    if (this.full) return Promise.reject(new ClassifierError('storage-full'));
    return super.writeModel(model, files, replaces, pictures);
  }
}

describe('ModelLibrary', () => {
  it('keeps, renames, removes and brings back', async () => {
    const library = stubLibrary(new DeviceStore());
    expect(await library.keep(modelOf('mine', 'Mine'), origin)).toBeNull();
    expect(library.find('mine')).toMatchObject({ bytes: 10, lasting: true, origin });
    await library.rename('mine', 'Ours');
    expect(library.find('mine')?.manifest?.name).toBe('Ours');
    const [first] = await library.readFiles('mine');
    expect(JSON.parse((await first?.blob.text()) ?? '')).toMatchObject({ name: 'Ours' });
    const removed = await library.remove('mine');
    expect(library.find('mine')).toBeNull();
    await expect(library.locate('mine')).rejects.toMatchObject({ code: 'model-not-found' });
    await library.restore(removed);
    expect(library.find('mine')?.manifest?.name).toBe('Ours');
    expect((await library.readFiles('mine')).length).toBe(2);
  });

  it('gives the new name to every file that holds it', async () => {
    const library = stubLibrary(new DeviceStore());
    const { manifest: described, files } = modelOf('mine', 'Mine');
    const named = [
      { path: 'metadata.json', blob: new Blob(['{"modelName":"Mine","labels":["a"]}']) },
      { path: 'CARD.md', blob: new Blob(['# Mine\n\nMine too.\n']) },
    ];
    await library.keep({ manifest: described, files: [...files, ...named] }, origin);
    await library.rename('mine', 'Ours');
    const renamed = await library.readFiles('mine');
    const texts = await Promise.all(renamed.map(({ blob }) => blob.text()));
    expect(renamed.map(({ path }) => path)).toEqual([
      'bearings.json',
      'weights.bin',
      'metadata.json',
      'CARD.md',
    ]);
    expect(JSON.parse(texts[2] ?? '')).toEqual({ modelName: 'Ours', labels: ['a'] });
    expect(texts[3]).toBe('# Ours\n\nMine too.\n');
    expect(texts[1]).toBe('12345678');
  });

  it('asks the browser to keep its promise with the first model alone', async () => {
    let asked = 0;
    const library = stubLibrary(new DeviceStore(), () => (asked += 1));
    await library.keep(modelOf('one'), origin);
    await library.keep(modelOf('two'), origin);
    expect(asked).toBe(1);
  });

  it('loses nothing on a full disk: the model goes on in memory and can be exported', async () => {
    const store = new DeviceStore();
    const library = stubLibrary(store);
    await library.keep(modelOf('old'), origin);
    store.full = true;
    const problem = await library.keep(modelOf('new'), origin);
    expect(problem?.code).toBe('storage-full');
    expect(library.find('old')).toMatchObject({ lasting: true });
    expect(library.find('new')).toMatchObject({ lasting: false });
    expect(await library.locate('new')).toMatchObject({ kind: 'files' });
    expect(await (await library.export('new')).text()).toBe('zip');
    // A new version that does not fit leaves the old one where it is.
    await library.keep(modelOf('newer'), origin, 'old');
    expect(library.find('old')).toMatchObject({ lasting: true });
    expect(library.find('newer')).toMatchObject({ lasting: false });
  });

  it('puts a new version in the place of the old', async () => {
    const library = stubLibrary(new DeviceStore());
    await library.keep(modelOf('mine'), origin);
    await library.keep(modelOf('mine-2'), origin, 'mine');
    expect(library.entries.map(({ id }) => id)).toEqual(['mine-2']);
  });

  it('keeps pictures of reference photos beside the model, and never in its files', async () => {
    const store = new DeviceStore();
    const library = stubLibrary(store);
    const pictures = [new Blob(['small']), null];
    const readTexts = async (id: string) =>
      Promise.all(
        (await library.readPictures(id)).map((one) => (one ? one.text() : Promise.resolve(null))),
      );
    await library.keep({ ...modelOf('mine'), pictures }, origin);
    await library.rename('mine', 'Ours');
    expect(await readTexts('mine')).toEqual(['small', null]);
    const paths = (await library.readFiles('mine')).map(({ path }) => path);
    expect(paths).toEqual(['bearings.json', 'weights.bin']);
    const removed = await library.remove('mine');
    expect(await readTexts('mine')).toEqual([]);
    await library.restore(removed);
    expect(await readTexts('mine')).toEqual(['small', null]);
    // A new version has other reference photos, or none.
    await library.keep(modelOf('mine-2'), origin, 'mine');
    expect(await readTexts('mine')).toEqual([]);
    expect(await readTexts('mine-2')).toEqual([]);
    store.full = true;
    await library.keep({ ...modelOf('big'), pictures }, origin);
    expect(await readTexts('big')).toEqual(['small', null]);
  });

  it('says that nothing lasts in a private window', async () => {
    const library = stubLibrary();
    const problem = await library.keep(modelOf('mine'), origin);
    expect(problem?.code).toBe('storage-unavailable');
    expect(library.find('mine')).toMatchObject({ lasting: false });
  });
});

describe('chooseFreeId', () => {
  it('makes ids of names', () => {
    expect(chooseFreeId('Mein Bärenmodell!', [])).toBe('mein-barenmodell');
    expect(chooseFreeId('日本', [])).toBe('model');
    expect(chooseFreeId('Bears', ['bears', 'bears-2'])).toBe('bears-3');
  });

  it('always makes one that a manifest may have and nobody else has', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string()), (name, taken) => {
        const id = chooseFreeId(name, taken);
        expect(id).toMatch(/^[a-z0-9-]+$/);
        expect(taken).not.toContain(id);
      }),
    );
  });
});
