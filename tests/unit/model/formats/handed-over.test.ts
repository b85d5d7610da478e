import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { recogniseModel } from '../../../../src/model/formats';
import { openTree, type SourceFile } from '../../../../src/model/intake/open-tree';
import type { ForeignModel } from '../../../../src/model/foreign-model';
import { blobOf, makeZip } from '../intake/make-zip';
import { readFolder } from './trees';

type Files = Record<string, Uint8Array | string>;

const corpus = fileURLToPath(new URL('../../../fixtures/models/foreign', import.meta.url));
const sharded = readFolder(`${corpus}/keras-sharded`);

const teachable = readFolder(`${corpus}/teachable-machine`);
const keras = readFolder(`${corpus}/keras-above-teachable`);
const { 'model.json': topology, 'weights.bin': weights } = keras;
if (!topology || !weights) throw new Error('the corpus has changed');

const below = (folder: string, files: Files): Files =>
  Object.fromEntries(
    Object.entries(files).map(([path, content]) => [`${folder}/${path}`, content]),
  );

const listLoose = (files: Files): SourceFile[] =>
  Object.entries(files).map(([path, content]) => ({ path, blob: blobOf(content) }));

const zipOf = (files: Files): Blob =>
  makeZip(Object.entries(files).map(([name, content]) => ({ name, content })));

/** Opens and recognises what was dropped. */
async function open(sources: readonly SourceFile[]): Promise<ForeignModel> {
  const found = await recogniseModel(await openTree(sources));
  if (found.kind !== 'foreign') throw new Error('taken for our own');
  return found.model;
}

function gzipShards(files: Files, name: (path: string) => string): Files {
  const entries = Object.entries(files).map(([path, content]) =>
    path.endsWith('.bin') ? [name(path), new Uint8Array(gzipSync(content))] : [path, content],
  );
  return Object.fromEntries(entries) as Files;
}

function weightsOf({ network }: ForeignModel): Uint8Array | null {
  return network.kind === 'tfjs-layers' ? new Uint8Array(network.layers.weightData) : null;
}

describe('gzip’d parts', () => {
  it.each(['', '.gz'])('open from a zip too, named …%s', async (ending) => {
    const packed = gzipShards(sharded, (path) => path + ending);
    const model = await open([{ path: 'model.zip', blob: zipOf(packed) }]);
    expect(weightsOf(model)).toEqual(weightsOf(await open(listLoose(sharded))));
    expect(model.notes).toEqual([]);
  });

  it('are refused where the length at their end lies', async () => {
    const packed = gzipShards(sharded, (path) => path);
    const first = packed['group1-shard1of5.bin'];
    if (!(first instanceof Uint8Array)) throw new Error('no such shard');
    new DataView(first.buffer).setUint32(first.byteLength - 4, 1, true);
    await expect(open(listLoose(packed))).rejects.toMatchObject({ code: 'model-part-damaged' });
  });
});

describe('several models in one tree', () => {
  const own = { 'model.json': topology, 'weights.bin': weights };
  const labels = (model: ForeignModel) => model.contract.labels.value;

  it('may have files of the one that is meant above it, beside it and below it', async () => {
    const model = await open(
      listLoose({
        'labels.txt': 'x\ny\nz',
        'web/model.json': topology,
        'web/shards/weights.bin': weights,
        'readme.md': 'hello',
      }),
    );
    expect(labels(model)).toEqual(['x', 'y', 'z']);
    expect(model.notes).toEqual([]);
  });

  it('lend one another nothing, whatever the deeper one is called', async () => {
    const other = { 'net.json': topology, 'net.weights.bin': weights, 'labels.txt': 'x\ny\nz' };
    const model = await open(listLoose({ ...own, ...below('old/v1', other) }));
    expect(labels(model)).toEqual([]);
    expect(model.notes.join()).toContain('Left alone: old/v1/net.json.');
    const lost = open(listLoose({ 'model.json': topology, ...below('old/v1', other) }));
    await expect(lost).rejects.toMatchObject({ code: 'model-part-missing' });
  });

  it('lend one another nothing in one folder either', async () => {
    const named = new TextDecoder().decode(topology).replace('weights.bin', 'net.weights.bin');
    const other = { 'net.json': named, 'net.weights.bin': weights };
    const model = await open(listLoose({ ...own, ...other }));
    expect(model.notes.join()).toContain('Opened: model.json. Left alone: net.json.');
    const lost = open(listLoose({ 'model.json': topology, ...other }));
    await expect(lost).rejects.toMatchObject({ code: 'model-part-missing' });
  });

  it('are told apart by height before they are by name', async () => {
    const model = await open(
      listLoose({ 'net.json': topology, 'weights.bin': weights, ...below('old', teachable) }),
    );
    expect(model.format).toBe('keras-layers');
    expect(model.notes.join()).toContain('Opened: net.json. Left alone: old/model.json.');
  });

  it('may be a model of ours below another', async () => {
    const files = { ...own, 'old/bearings.json': '{}', 'old/model.json': topology };
    expect((await open(listLoose(files))).notes.join()).toContain('Left alone: old/model.json.');
    const both = { 'a/bearings.json': '{}', 'b/bearings.json': '{}' };
    await expect(open(listLoose(both))).rejects.toMatchObject({ code: 'model-several-found' });
  });
});

describe('several downloads of one model', () => {
  it('are not mixed: where the wanted copy is missing, none of the others is taken', async () => {
    const files = {
      'model (3).json': topology,
      'weights.bin': weights,
      'weights (1).bin': weights,
    };
    await expect(open(listLoose(files))).rejects.toMatchObject({ code: 'model-part-missing' });
  });

  it('are told apart by what their shards are called, too', async () => {
    const half = weights.byteLength / 2;
    const shard = (mark: string, fill?: number): Files => ({
      [`group1-shard1of2${mark}.bin`]: weights.slice(0, half),
      [`group1-shard2of2${mark}.bin`]:
        fill === undefined ? weights.slice(half) : new Uint8Array(half).fill(fill),
    });
    const files = { 'model (1).json': topology, ...shard('', 0), ...shard(' (1)') };
    expect(weightsOf(await open(listLoose(files)))).toEqual(weights);
  });
});

describe('archives among what is dropped', () => {
  const zip = (path: string, files: Files): SourceFile => ({ path, blob: zipOf(files) });
  const project = zip('project.tm', readFolder(`${corpus}/teachable-machine-project-only`));
  const info = { path: 'info.json', blob: blobOf('{}') };

  it('a model and the project it was made from: the photos come along', async () => {
    const model = await open([zip('model.zip', teachable), project]);
    expect(model.format).toBe('teachable-machine-project');
    expect(model.samples.map(({ label }) => label).sort()).toEqual(
      ['circle', 'square', 'star'].flatMap((label) => [label, label]),
    );
    expect((await model.samples[0]?.read())?.slice(0, 2)).toEqual(Uint8Array.of(0xff, 0xd8));
    expect(model.notes).toEqual([]);
  });

  it('the same unpacked, and of any other maker', async () => {
    const loose = await open([...listLoose(teachable), project]);
    expect([loose.format, loose.samples.length]).toEqual(['teachable-machine-project', 6]);
    const other = await open([zip('keras.zip', sharded), project]);
    expect([other.format, other.name, other.samples.length]).toEqual(['keras-layers', 'keras', 6]);
  });

  it('two models are two, and one beside some JSON is one', async () => {
    const two = open([zip('a.zip', sharded), zip('b.zip', teachable)]);
    await expect(two).rejects.toMatchObject({
      code: 'model-several-found',
      detail: 'a.zip/model.json, b.zip/model.json',
    });
    expect((await open([zip('a.zip', sharded), info])).format).toBe('keras-layers');
  });

  it('the folder that was unpacked goes before the zip that lies beside it', async () => {
    const unpacked = listLoose(below('x/model', teachable));
    const model = await open([...unpacked, zip('x/model.zip', sharded)]);
    expect(model.format).toBe('teachable-machine');
    expect(model.notes.join()).toContain('Left alone: model.zip/model.json.');
  });

  it('one inside another is named, with what to do', async () => {
    const inner = new Uint8Array(await zipOf(sharded).arrayBuffer());
    const nested = open([zip('outer.zip', { 'f/inner.zip': inner }), info]);
    await expect(nested).rejects.toMatchObject({
      code: 'archive-nested',
      detail: 'outer.zip/f/inner.zip',
      wayOn: 'Unpack the inner archive and open the folder it makes.',
    });
  });

  it('one that stays closed is said, and matters only where the model may be in it', async () => {
    const broken = { path: 'project.tm', blob: blobOf('not a zip') };
    const { notes, samples } = await open([...listLoose(teachable), broken]);
    expect(samples).toEqual([]);
    expect(notes.join()).toContain('project.tm stayed closed. This zip is damaged');
    const locked = makeZip([{ name: 'a', content: 'x', claims: { flags: 0x801 } }]);
    const hidden = open([{ path: 'model.zip', blob: locked }, project]);
    await expect(hidden).rejects.toMatchObject({ code: 'archive-encrypted' });
  });
});
