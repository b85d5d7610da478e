import { beforeEach, describe, expect, it } from 'vitest';
import { ClassifierError } from '../../../src/core/errors';
import { HonestySession } from '../../../src/services/honesty-session';
import type { ModelLibrary } from '../../../src/services/model-library';
import { PhotoCollection } from '../../../src/services/photo-collection';
import { sortPhotos } from '../../../src/services/sort-photos';
import { StubImporter, stubLibrary } from './import-stubs';
import { manifest } from './stubs';

const origin = { kind: 'file', text: 'mine.zip', formatName: 'Keras model' } as const;
const photo = (name: string) => ({ name, file: new Blob([name]) });
const photosOf = (label: string, count: number) =>
  Array.from({ length: count }, (_, i) => photo(`${label} ${i}.jpg`));

describe('HonestySession', () => {
  let importer: StubImporter;
  let library: ModelLibrary;
  let photos: PhotoCollection;
  let session: HonestySession;
  let replaced: string[][];

  beforeEach(async () => {
    importer = new StubImporter();
    library = stubLibrary();
    await library.keep(
      { manifest: { ...manifest, id: 'mine', name: 'Mine', detector: null }, files: [] },
      origin,
    );
    photos = new PhotoCollection();
    replaced = [];
    session = new HonestySession('mine', photos, {
      importer,
      library,
      onReplace: (before, now) => replaced.push([before, now]),
    });
  });

  it('asks for photos before it begins', async () => {
    expect(session.canStart).toBe(false);
    await session.start();
    expect(session.state.step).toBe('collecting');
    photos.add('grizzly bear', photosOf('g', 6));
    expect(session.canStart).toBe(true);
    expect(session.shortLabels.map(({ label }) => label)).toEqual(['black bear', 'teddy bear']);
  });

  it('puts the new version in the place of the old, under a new id', async () => {
    photos.add('grizzly bear', photosOf('g', 6));
    await session.start();
    expect(session.state.step).toBe('done');
    expect(session.id).toBe('mine-2');
    expect(library.entries.map(({ id }) => id)).toEqual(['mine-2']);
    expect(replaced).toEqual([['mine', 'mine-2']]);
  });

  it('matches strangers with what was judged, leaving out what could not be opened', async () => {
    photos.add('grizzly bear', photosOf('g', 6));
    photos.addStrangers([photo('broken.jpg'), photo('cup.jpg')]);
    const { makeHonest } = importer;
    importer.makeHonest = async (work) => ({
      ...(await makeHonest(work)),
      failures: [{ kind: 'stranger', index: 0, code: 'file-truncated' }],
    });
    await session.start();
    expect(session.state).toMatchObject({ step: 'done', strangers: [{ name: 'cup.jpg' }] });
  });

  it('keeps the photos and the model when it fails or is cancelled', async () => {
    photos.add('grizzly bear', photosOf('g', 6));
    importer.makeHonest = () => Promise.reject(new ClassifierError('photos-alike'));
    await session.start();
    expect(session.state).toMatchObject({ step: 'collecting', problem: { code: 'photos-alike' } });
    importer.makeHonest = () => new Promise(() => undefined);
    void session.start();
    session.cancel();
    expect(session.state).toEqual({ step: 'collecting', problem: null });
    expect(photos.photosOf('grizzly bear')).toHaveLength(6);
    expect(library.find('mine')).not.toBeNull();
  });

  it('takes photos that came along, spread over all of them', async () => {
    importer.readSamples = () =>
      Promise.resolve(
        photosOf('s', 50).map(({ name, file }) => ({ label: 'teddy bear', name, blob: file })),
      );
    await session.useSamples({ handedId: 1, name: 'x.tm', files: [] });
    const taken = photos.photosOf('teddy bear').map(({ name }) => name);
    expect(taken).toHaveLength(20);
    expect(taken[0]).toBe('s 0.jpg');
    expect(taken.at(-1)).toBe('s 48.jpg');
  });
});

describe('sortPhotos', () => {
  it('goes by the innermost folder that is called like a label', () => {
    const files = [
      'set/Grizzly_Bear/a.jpg',
      'set/other/b.jpg',
      'set/c.jpg',
      'x/TEDDY bear/y/d.jpg',
    ];
    const sorted = sortPhotos(files.map(photo), ['grizzly bear', 'teddy bear']);
    expect([...sorted.byLabel].map(([label, list]) => [label, list.length])).toEqual([
      ['grizzly bear', 1],
      ['teddy bear', 1],
    ]);
    expect(sorted.strangers.map(({ name }) => name)).toEqual(['set/other/b.jpg']);
    expect(sorted.unsorted.map(({ name }) => name)).toEqual(['set/c.jpg']);
  });

  it('believes a label that is called "other"', () => {
    const sorted = sortPhotos([photo('other/a.jpg')], ['other']);
    expect(sorted.byLabel.get('other')).toHaveLength(1);
  });
});

describe('PhotoCollection', () => {
  it('adds a photo once, and takes it out', () => {
    const photos = new PhotoCollection();
    const one = photo('a.jpg');
    photos.add('cat', [one]);
    photos.add('cat', [photo('a.jpg')]);
    expect(photos.count(['cat', 'dog'])).toBe(1);
    photos.remove(one);
    expect(photos.count(['cat'])).toBe(0);
  });
});
