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

describe('gzip’d parts', () => {
  const weightsOf = ({ network }: ForeignModel) =>
    network.kind === 'tfjs-layers' ? new Uint8Array(network.layers.weightData) : null;

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
