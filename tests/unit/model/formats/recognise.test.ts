import { fileURLToPath } from 'node:url';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { recogniseModel, readSamples } from '../../../../src/model/formats';
import { findShards } from '../../../../src/model/formats/find-shards';
import { chooseLabels, compareLabels, withoutNumbers } from '../../../../src/model/formats/labels';
import { distance, plainName, shardName } from '../../../../src/model/formats/names';
import { sniffModelFile } from '../../../../src/model/formats/sniff-model-file';
import { writeBundle } from '../../../../src/model/write-bundle';
import { draft, labels, makeLayersModel, takeParts } from '../bundle-parts';
import { readFolder, treeOf } from './trees';

const models = fileURLToPath(new URL('../../../fixtures/models', import.meta.url));

describe('recogniseModel', () => {
  it('hands our own bundle back by its path, the outermost first', async () => {
    const tree = treeOf({ 'a/b/bearings.json': {}, 'a/bearings.json': {}, 'a/model.json': {} });
    expect(await recogniseModel(tree)).toEqual({ kind: 'bearings', path: 'a/bearings.json' });
  });

  it('does not take a bundle of ours that lost its manifest for Teachable Machine’s', async () => {
    await setBackend('cpu');
    const net = makeLayersModel();
    const network = { kind: 'tfjs-layers' as const, layers: await takeParts(net) };
    net.dispose();
    const given = { name: 'Tiny', format: 'keras-layers' as const, formatName: 'Keras', network };
    const files = await writeBundle(given, (parts) => draft('tfjs-layers', parts));
    const kept = files.filter(({ path }) => path !== 'bearings.json');
    expect(kept.map(({ path }) => path)).toContain('metadata.json');
    const tree = treeOf(Object.fromEntries(kept.map(({ path, bytes }) => [path, bytes])));
    const found = await recogniseModel(tree);
    if (found.kind !== 'foreign') throw new Error('taken for our own');
    const { format, contract } = found.model;
    expect(format).toBe('keras-layers');
    expect(contract.labels).toEqual({ value: labels, from: 'read' });
    // How its photos are scaled stood in the manifest alone: nobody's habit, so the doctor may ask.
    expect([contract.scale.from, contract.fit.from]).toEqual(['guess', 'guess']);
  });

  it('knows a MobileNet by its nodes, and its classes by their number', async () => {
    const { 'bearings.json': _, ...files } = readFolder(`${models}/tiny-mobilenet`);
    const found = await recogniseModel(treeOf(files, 'mobilenet.zip'));
    if (found.kind !== 'foreign') throw new Error('taken for our own');
    const { format, name, contract, taps } = found.model;
    expect([format, name]).toEqual(['mobilenet', 'mobilenet']);
    expect(contract.labels.value).toHaveLength(1001);
    expect(contract.labels.value[1]).toContain('tench');
    expect(taps.features).toBe('module_apply_default/MobilenetV2/Logits/AvgPool');
  });

  it('does not shift the classes of one with 1,000 outputs', async () => {
    const { 'bearings.json': _, ...files } = readFolder(`${models}/tiny-mobilenet-1000`);
    const found = await recogniseModel(treeOf(files));
    if (found.kind !== 'foreign') throw new Error('taken for our own');
    expect(found.model.contract.labels.value[0]).toContain('tench');
    expect(found.model.contract.labels.value).toHaveLength(1000);
  });

  it('tells what of the weights was read, and stops when asked', async () => {
    const tree = treeOf(readFolder(`${models}/foreign/keras-sharded`));
    const seen: number[] = [];
    await recogniseModel(tree, { onProgress: (loaded, total) => seen.push(loaded / total) });
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect([seen[0], seen.at(-1)]).toEqual([0, 1]);
    const signal = AbortSignal.abort();
    await expect(recogniseModel(tree, { signal })).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('names the shard that is missing', async () => {
    const tree = treeOf(readFolder(`${models}/foreign/missing-shard`));
    await expect(recogniseModel(tree)).rejects.toMatchObject({
      code: 'model-part-missing',
      detail: expect.stringContaining('group1-shard2of2.bin') as string,
    });
  });

  it('says what a project holds, and gives its photos by label', async () => {
    const tree = treeOf(readFolder(`${models}/foreign/teachable-machine-project-only`));
    await expect(recogniseModel(tree)).rejects.toMatchObject({
      code: 'model-is-project',
      detail: '6 photos of 3 classes: circle, square, star',
    });
    const samples = readSamples(tree);
    expect(samples.map(({ label }) => label).sort()).toEqual([
      'circle',
      'circle',
      'square',
      'square',
      'star',
      'star',
    ]);
    expect((await samples[0]?.read())?.slice(0, 2)).toEqual(Uint8Array.of(0xff, 0xd8));
  });
});

describe('file names', () => {
  it('lose what copying adds', () => {
    expect(plainName('a/Weights (1).bin')).toBe('weights.bin');
    expect(plainName('weights - Copy.bin')).toBe('weights.bin');
    expect(plainName('weights copy 2.bin')).toBe('weights.bin');
    expect(plainName('model%20(2).json')).toBe('model.json');
    expect(plainName('100%.json')).toBe('100%.json');
    expect(shardName('group1-shard1of2.bin')).toBe(shardName('x/group1-shard1of2'));
    expect(shardName('group1-shard1of2.bin.gz')).toBe('group1-shard1of2');
  });

  it('are so many folders apart', () => {
    expect(distance('a/b/model.json', 'a/b/x.bin')).toBe(0);
    expect(distance('a/b/model.json', 'a/c/x.bin')).toBe(2);
    expect(distance('model.json', 'a/x.bin')).toBe(1);
  });
});

describe('shards', () => {
  const weights = [{ name: 'w', shape: [8], dtype: 'float32' }];
  const group = (...paths: string[]) => [{ paths, weights }];
  const find = (files: Record<string, number>, ...paths: string[]) =>
    findShards(
      treeOf(
        Object.fromEntries(
          Object.entries(files).map(([path, size]) => [path, new Uint8Array(size)]),
        ),
      ),
      'export/model.json',
      group(...paths),
    ).map(({ path }) => path);

  it('are found where the manifest says, before any of the same name', () => {
    expect(find({ 'w.bin': 32, 'export/w.bin': 32 }, 'w.bin')).toEqual(['export/w.bin']);
    expect(find({ 'export/x/w.bin': 32, 'w.bin': 32 }, 'x/w.bin')).toEqual(['export/x/w.bin']);
  });

  it('are found when folders were flattened or endings lost', () => {
    expect(find({ 'w.bin': 32 }, 'deep/in/w.bin')).toEqual(['w.bin']);
    expect(find({ 'export/w': 32 }, 'w.bin')).toEqual(['export/w']);
  });

  it('are joined in the order of the manifest, not of the folder', () => {
    const files = { 'export/b.bin': 12, 'export/a.bin': 20 };
    expect(find(files, 'b.bin', 'a.bin')).toEqual(['export/b.bin', 'export/a.bin']);
  });

  it('are counted, not sorted as text, when their names are others', () => {
    const names = Array.from({ length: 16 }, (_, i) => `s/group1-shard${i + 1}of16.bin`);
    const files = Object.fromEntries([...names].sort().map((name) => [name, 2]));
    expect(find(files, 'model.weights.bin')).toEqual(names);
  });

  it('are not guessed when two files could be meant', () => {
    expect(() => find({ 'a.bin': 32, 'b.bin': 32 }, 'w.bin')).toThrow(
      expect.objectContaining({ code: 'model-part-missing' }),
    );
  });

  it('are measured before they are read', () => {
    expect(() => find({ 'w.bin': 31 }, 'w.bin')).toThrow(
      expect.objectContaining({
        code: 'model-part-damaged',
        detail: 'w.bin: 31 bytes instead of 32',
      }),
    );
  });
});

describe('labels', () => {
  it('lose their numbers only when all count up from 0', () => {
    expect(withoutNumbers(['0 Cat', '1 Dog'])).toEqual(['Cat', 'Dog']);
    expect(withoutNumbers(['101 Dalmatians', '7 Dwarfs'])).toEqual(['101 Dalmatians', '7 Dwarfs']);
  });

  it('stand where their numbers say, and keep numbers that tell them apart', () => {
    expect(withoutNumbers(['1 dog', '0 cat', '2: bird'])).toEqual(['cat', 'dog', 'bird']);
    expect(withoutNumbers(['0 finger', '1 finger'])).toEqual(['0 finger', '1 finger']);
    expect(withoutNumbers(['1 dog', '2 cat'])).toEqual(['1 dog', '2 cat']);
    expect(withoutNumbers(['0 cat', '0 dog'])).toEqual(['0 cat', '0 dog']);
  });

  describe('in several files', () => {
    const text = { isLikely: () => false };
    const list = (file: string, ...names: string[]) => ({ file, labels: names });

    it('that agree are certain; spaces and forms of Unicode are no difference', () => {
      const lists = [list('a', 'caf\u00e9', 'big\nbear'), list('b', 'cafe\u0301', 'big bear')];
      expect(chooseLabels(lists, 2, text)).toEqual({
        labels: { value: ['caf\u00e9', 'big\nbear'], from: 'read' },
        notes: [],
      });
    });

    it('are taken from the one that fits, and are a guess', () => {
      const lists = [list('a', 'x'), list('b', 'x', 'y', 'z')];
      expect(chooseLabels(lists, 3, text)).toEqual({
        labels: { value: ['x', 'y', 'z'], from: 'guess' },
        notes: ['b and a name different labels. Those of b are used: check them.'],
      });
    });
  });

  it('of a maker are a guess too where another file contradicts them', async () => {
    const files = readFolder(`${models}/foreign/teachable-machine`);
    const found = await recogniseModel(treeOf({ ...files, 'labels.txt': 'star\nsquare\ncircle' }));
    if (found.kind !== 'foreign') throw new Error('taken for our own');
    const { contract, notes } = found.model;
    expect(contract.labels).toEqual({ value: ['circle', 'square', 'star'], from: 'guess' });
    expect(notes.join()).toContain('Those of metadata.json are used');
  });

  it('that are no text are not taken', async () => {
    const files = readFolder(`${models}/foreign/keras-labels-utf16`);
    const withoutMark = new Uint8Array(files['labels.txt'] ?? []).slice(2);
    const found = await recogniseModel(treeOf({ ...files, 'labels.txt': withoutMark }));
    if (found.kind !== 'foreign') throw new Error('taken for our own');
    expect(found.model.contract.labels.value.join()).not.toMatch(/\0/);
  });

  it('fit one unit in twos', () => {
    expect(compareLabels(['no', 'yes'], 1).labels.from).toBe('read');
    expect(compareLabels(['no'], 1).notes).toHaveLength(1);
    expect(compareLabels(['a', 'b'], 3).labels).toEqual({ value: ['a', 'b'], from: 'guess' });
  });
});

describe('first bytes', () => {
  const zipWith = (name: string) =>
    Uint8Array.from([0x50, 0x4b, 3, 4, ...new TextEncoder().encode(`\0\0${name}\0`)]);

  it('of zips tell by the names inside', () => {
    expect(sniffModelFile(zipWith('model.weights.h5'))).toBe('model-is-keras');
    expect(sniffModelFile(zipWith('archive/data.pkl'))).toBe('model-is-pytorch');
    expect(sniffModelFile(zipWith('holiday.jpg'))).toBeNull();
  });

  it('of JSON, photos and weights tell nothing', () => {
    expect(sniffModelFile(new TextEncoder().encode('{"modelTopology": {}}'))).toBeNull();
    expect(sniffModelFile(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))).toBeNull();
    expect(sniffModelFile(new Uint8Array(64))).toBeNull();
  });
});
