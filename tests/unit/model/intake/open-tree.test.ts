import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { FileTree } from '../../../../src/model/file-tree';
import { openTree, type SourceFile } from '../../../../src/model/intake/open-tree';
import { blobOf, makeZip, type ZipFile } from './make-zip';

const model: ZipFile[] = [
  { name: 'model.json', content: '{"format":"layers-model"}', packed: true },
  { name: 'weights.bin', content: new Uint8Array([1, 2, 3, 4]) },
];

function zipSource(files: readonly ZipFile[], path = 'model.zip'): SourceFile[] {
  return [{ path, blob: makeZip(files) }];
}

function list({ files }: FileTree): string[] {
  return files.map(({ path }) => path).sort();
}

async function readText(tree: FileTree, path: string): Promise<string> {
  const file = tree.files.find((one) => one.path === path);
  if (!file) throw new Error(`no ${path} in ${list(tree).join(', ')}`);
  return new TextDecoder().decode(await file.read());
}

describe('openTree opens', () => {
  test('a zip, known by its bytes and not by its name', async () => {
    const tree = await openTree(zipSource(model, 'Downloads/export.bin'));
    expect(list(tree)).toEqual(['model.json', 'weights.bin']);
    expect(await readText(tree, 'model.json')).toBe('{"format":"layers-model"}');
    expect(tree.files.find(({ path }) => path === 'weights.bin')?.bytes).toBe(4);
    expect(tree.name).toBe('export.bin');
    expect((await openTree(zipSource(model, 'a/peace.zip'))).name).toBe('peace');
    expect((await openTree(zipSource(model), { name: 'Mine' })).name).toBe('Mine');
  });

  test('a folder several levels down, and takes off the folders that all files share', async () => {
    const tree = await openTree([
      { path: 'my model/web/v2/model.json', blob: blobOf('{}') },
      { path: 'my model/web/v2/shards/a.bin', blob: blobOf('a') },
    ]);
    expect(list(tree)).toEqual(['model.json', 'shards/a.bin']);
    expect(tree.name).toBe('v2');
    const deep = await openTree([
      { path: 'top/readme.md', blob: blobOf('hello') },
      { path: 'top/a/b/c/model.json', blob: blobOf('{}') },
    ]);
    expect(list(deep)).toEqual(['a/b/c/model.json', 'readme.md']);
    expect(deep.name).toBe('top');
  });

  test('loose files, and a file alone', async () => {
    const loose = ['weights.bin', 'labels.txt', 'model.json'];
    const tree = await openTree(loose.map((path) => ({ path, blob: blobOf(path) })));
    expect(list(tree)).toEqual([...loose].sort());
    const alone = await openTree([{ path: 'model.h5', blob: blobOf('\x89HDF\r\n\x1a\n') }]);
    expect(alone).toMatchObject({ name: 'model.h5', files: [{ path: 'model.h5' }] });
    expect(list(await openTree([]))).toEqual([]);
  });

  test('what Windows packed, and leaves out what systems leave behind', async () => {
    const tree = await openTree(
      zipSource([
        { name: 'tm\\model.json', content: '{}' },
        { name: 'tm\\sub\\weights.bin', content: 'w' },
        { name: '__MACOSX/tm/._model.json', content: 'fork' },
        { name: 'tm/._weights.bin', content: 'fork' },
        { name: 'tm/.DS_Store', content: 'x' },
        { name: 'tm/Thumbs.db', content: 'x' },
        { name: 'tm/empty/', content: '' },
      ]),
    );
    expect(list(tree)).toEqual(['model.json', 'sub/weights.bin']);
  });

  test('a zip of a zip, one level deep', async () => {
    const inner = new Uint8Array(await makeZip(model).arrayBuffer());
    const progress: [number, number][] = [];
    const tree = await openTree(
      zipSource([{ name: 'download/model.zip', content: inner, packed: true }]),
      { onProgress: (loaded, total) => progress.push([loaded, total]) },
    );
    expect(list(tree)).toEqual(['model.json', 'weights.bin']);
    expect(progress.at(-1)).toEqual([inner.length, inner.length]);
    const twice = new Uint8Array(
      await makeZip([{ name: 'inner.zip', content: inner }]).arrayBuffer(),
    );
    const third = await openTree(zipSource([{ name: 'middle.zip', content: twice }]));
    expect(list(third)).toEqual(['inner.zip']);
    expect(third.files[0]?.closed).toMatchObject({
      code: 'archive-nested',
      detail: 'middle.zip/inner.zip',
    });
  });

  test('zips beside loose files, each as a folder of its name', async () => {
    const labels = { path: 'labels.txt', blob: blobOf('a\nb\n') };
    const zip = { path: 'model.zip', blob: makeZip(model) };
    expect(list(await openTree([labels, zip]))).toEqual([
      'labels.txt',
      'model.zip/model.json',
      'model.zip/weights.bin',
    ]);
    const project = { path: 'a/project.tm', blob: makeZip([{ name: 'cat-!-0.jpg' }]) };
    const tree = await openTree([zip, project]);
    expect(list(tree)).toEqual([
      'a/project.tm/cat-!-0.jpg',
      'model.zip/model.json',
      'model.zip/weights.bin',
    ]);
    expect(await readText(tree, 'model.zip/model.json')).toBe('{"format":"layers-model"}');
  });

  test('gzip’d parts, by name or by content, and numbers that only begin like gzip', async () => {
    const weights = new Uint8Array(1000).fill(7);
    const gz = new Uint8Array(gzipSync(weights));
    const likeGzip = new Uint8Array(64).fill(9);
    likeGzip.set([0x1f, 0x8b, 8]);
    const tree = await openTree([
      { path: 'model.json', blob: blobOf('{}') },
      { path: 'shard1.bin.gz', blob: blobOf(gz) },
      { path: 'shard2.bin', blob: blobOf(gz) },
      { path: 'shard3.bin', blob: blobOf(likeGzip) },
      { path: 'shard4.bin.gz', blob: blobOf('not packed after all') },
    ]);
    const read = async (path: string) => tree.files.find((file) => file.path === path)?.read();
    expect(await read('shard1.bin')).toEqual(weights);
    expect(await read('shard2.bin')).toEqual(weights);
    expect(await read('shard3.bin')).toEqual(likeGzip);
    expect(await readText(tree, 'shard4.bin')).toBe('not packed after all');
    const zipped = await openTree(zipSource([{ name: 'a/model.json', content: gz }]));
    expect(await zipped.files[0]?.read()).toEqual(weights);
  });
});

describe('openTree can be given up', () => {
  test('before it begins', async () => {
    const signal = AbortSignal.abort();
    await expect(openTree(zipSource(model), { signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  test.each([true, false])('between two chunks of a file (packed: %s)', async (packed) => {
    const noise = Uint8Array.from({ length: 3_000_000 }, (_, i) => (i * 2654435761) >>> 13);
    const tree = await openTree(
      packed
        ? zipSource([{ name: 'weights.bin', content: noise, packed }])
        : [{ path: 'weights.bin', blob: new Blob([noise, noise]) }],
    );
    const controller = new AbortController();
    let read = 0;
    const reading = tree.files[0]?.read({
      signal: controller.signal,
      onBytes: (bytes) => {
        read += bytes;
        controller.abort();
      },
    });
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    expect(read).toBeLessThan(tree.files[0]?.bytes ?? 0);
  });

  test('with a reason of the caller’s own', async () => {
    const tree = await openTree(zipSource(model));
    const signal = AbortSignal.abort('enough');
    await expect(tree.files[0]?.read({ signal })).rejects.toMatchObject({ code: 'cancelled' });
  });
});

test('a file that went away says so', async () => {
  const gone = blobOf('x');
  gone.stream = () =>
    new ReadableStream({
      pull: (controller) => controller.error(new DOMException('gone', 'NotReadableError')),
    });
  const tree = await openTree([
    { path: 'a.bin', blob: gone },
    { path: 'b.bin', blob: blobOf('b') },
  ]);
  await expect(tree.files[0]?.read()).rejects.toMatchObject({ code: 'file-unreadable' });
});
