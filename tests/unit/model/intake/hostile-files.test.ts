import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ClassifierError } from '../../../../src/core/errors';
import { gunzip } from '../../../../src/model/intake/gunzip';
import { limits } from '../../../../src/model/intake/limits';
import { openTree } from '../../../../src/model/intake/open-tree';
import { findCommonFolder, normalisePath } from '../../../../src/model/intake/tree-paths';
import { blobOf, makeZip, type ZipFile } from './make-zip';

const open = (files: readonly ZipFile[]) => openTree([{ path: 'a.zip', blob: makeZip(files) }]);

/** Opens a zip and reads all of it. */
async function openAll(zip: Blob) {
  const { files } = await openTree([{ path: 'a.zip', blob: zip }]);
  return Promise.all(files.map((file) => file.read()));
}

describe('names that lead elsewhere', () => {
  test.each([
    '../model.json',
    'a/../../model.json',
    'a\\..\\..\\model.json',
    '/etc/passwd',
    '\\\\server\\share',
    'C:/model.json',
    'c:model.json',
    'model.json\u0000.png',
    'a\nb',
    'a/__proto__/b',
    '__proto__',
    './.',
    'x'.repeat(limits.pathLength + 1),
    'd/'.repeat(limits.pathDepth + 1) + 'model.json',
  ])('%j is refused, in a zip and in a folder', async (name) => {
    await expect(open([{ name }])).rejects.toMatchObject({ code: 'archive-unsafe' });
    const loose = openTree([{ path: name, blob: blobOf('x') }]);
    await expect(loose).rejects.toMatchObject({ code: 'archive-unsafe' });
  });

  test.each([
    ['a//b/./c', 'a/b/c'],
    ['a\\b', 'a/b'],
    ['a..b/..c', 'a..b/..c'],
    ['constructor/toString', 'constructor/toString'],
    ['Modell für Bären/模型.json', 'Modell für Bären/模型.json'],
  ])('%j is %j', (name, path) => expect(normalisePath(name)).toBe(path));

  test('whatever the name, no path leaves the tree', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (name) => {
        let path;
        try {
          path = normalisePath(name);
        } catch (error) {
          expect(error).toMatchObject({ code: 'archive-unsafe' });
          return;
        }
        expect(path).not.toMatch(/^\/|^[a-z]:|\\|\/\/|(^|\/)\.{1,2}(\/|$)/i);
        expect(normalisePath(path)).toBe(path);
      }),
    );
  });

  test('the common folder begins every path', () => {
    const part = fc.constantFrom('a', 'b', 'ab');
    const path = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(fc.array(path, { minLength: 1, maxLength: 5 }), (paths) => {
        const folder = findCommonFolder(paths);
        expect(paths.every((one) => folder === '' || one.startsWith(`${folder}/`))).toBe(true);
      }),
    );
  });
});

describe('zips made to do harm', () => {
  test('two files of one name', async () => {
    const twice = [{ name: 'model.json' }, { name: './model.json' }];
    await expect(open(twice)).rejects.toMatchObject({ code: 'archive-unsafe' });
  });

  test('a link to another file', async () => {
    const link = { name: 'model.json', content: '/etc/passwd', mode: 0o120777 };
    await expect(open([link])).rejects.toMatchObject({ code: 'archive-unsafe' });
  });

  test('files that share their bytes', async () => {
    const shared = [
      { name: 'a', content: 'x'.repeat(100) },
      { name: 'b', offset: 0 },
    ];
    await expect(open(shared)).rejects.toMatchObject({ code: 'archive-unsafe' });
  });

  test('a promise that no packing can keep', async () => {
    const lie = { name: 'a', content: 'x', packed: true, claims: { unpacked: 400_000_000 } };
    await expect(open([lie])).rejects.toMatchObject({ code: 'archive-unsafe' });
  });

  test('a bomb, by what it promises', async () => {
    const claims = { unpacked: 70_000_000 };
    const zeros = { content: new Uint8Array(70_000_000), packed: true };
    await expect(open([{ name: 'a', ...zeros, claims }])).rejects.toMatchObject({
      code: 'archive-unsafe',
    });
  });

  test('a bomb that hides its size stops where its promise ends', async () => {
    const zeros = { content: new Uint8Array(70_000_000), packed: true };
    const zip = makeZip([{ name: 'a', ...zeros, claims: { unpacked: 1000 } }]);
    const before = process.memoryUsage().arrayBuffers;
    await expect(openAll(zip)).rejects.toMatchObject({ code: 'archive-damaged' });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(30_000_000);
  });

  test('more than is opened on a device', async () => {
    const claims = { unpacked: 2 ** 29 };
    const part = { content: new Uint8Array(600_000), claims };
    // Large enough to be no bomb: what it promises is within reach.
    const filler = { name: 'filler', content: new Uint8Array(12_000_000) };
    const large = [filler, ...['a', 'b', 'c'].map((name) => ({ ...part, name }))];
    await expect(open(large)).rejects.toMatchObject({ code: 'model-too-large' });
  });

  test('a JSON file beyond reason is refused before it is read', async () => {
    const huge = blobOf('{}');
    Object.defineProperty(huge, 'size', { value: limits.jsonBytes + 1 });
    const tree = await openTree([
      { path: 'model.json', blob: huge },
      { path: 'weights.bin', blob: blobOf('w') },
    ]);
    await expect(tree.files[0]?.read()).rejects.toMatchObject({ code: 'model-too-large' });
  });

  test('too many bytes in all are refused before any is read', async () => {
    const huge = blobOf('w');
    Object.defineProperty(huge, 'size', { value: limits.totalBytes });
    const sources = [
      { path: 'a.bin', blob: huge },
      { path: 'b.bin', blob: blobOf('w') },
    ];
    await expect(openTree(sources)).rejects.toMatchObject({ code: 'model-too-large' });
  });

  test('too many files', async () => {
    const files = Array.from({ length: limits.entries + 1 }, (_, i) => ({ name: `${i}` }));
    await expect(open(files)).rejects.toMatchObject({ code: 'archive-unsafe' });
  });

  test('a password', async () => {
    const locked = { name: 'model.json', content: 'x'.repeat(20), claims: { flags: 0x801 } };
    await expect(open([locked])).rejects.toMatchObject({ code: 'archive-encrypted' });
  });

  test('another way of packing', async () => {
    const lzma = { name: 'model.json', content: 'x'.repeat(20), claims: { method: 14 } };
    await expect(open([lzma])).rejects.toMatchObject({ code: 'archive-unsupported' });
  });

  test('a wrong check sum', async () => {
    const zip = makeZip([{ name: 'a', content: 'hello', claims: { crc: 1 } }]);
    await expect(openAll(zip)).rejects.toMatchObject({ code: 'archive-damaged' });
  });

  test('cut off', async () => {
    const zip = makeZip([{ name: 'a', content: 'x'.repeat(500) }]);
    const cut = zip.slice(0, zip.size - 30);
    await expect(openAll(cut)).rejects.toMatchObject({ code: 'archive-damaged' });
  });
});

describe('archives among other files', () => {
  const beside = { path: 'model.json', blob: blobOf('{}') };
  const closedIn = async (...archives: [string, Blob][]) => {
    const sources = archives.map(([path, blob]) => ({ path, blob }));
    const { files } = await openTree([beside, ...sources]);
    return files.flatMap(({ path, closed }) => (closed ? [`${path} ${closed.code}`] : []));
  };

  test('stay closed where one by itself would be refused', async () => {
    const locked = { name: 'a', content: 'x'.repeat(20), claims: { flags: 0x801 } };
    const bomb = { name: 'a', content: new Uint8Array(70_000_000), packed: true };
    expect(
      await closedIn(
        ['a.zip', makeZip([locked])],
        ['b.zip', makeZip([{ ...bomb, claims: { unpacked: 70_000_000 } }])],
        ['c.zip', makeZip([{ name: '../model.json' }])],
        ['d.tm', blobOf('hello')],
        ['e.7z', blobOf(new Uint8Array([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]))],
        ['f.zip', makeZip([{ name: 'sound.txt' }])],
      ),
    ).toEqual([
      'a.zip archive-encrypted',
      'b.zip archive-unsafe',
      'c.zip archive-unsafe',
      'd.tm archive-damaged',
      'e.7z archive-unsupported',
    ]);
  });

  test('share one limit of bytes and one of files', async () => {
    // What each promises is within reach and within the limit, what both promise is not.
    const part = { name: 'a', content: new Uint8Array(12_000_000), claims: { unpacked: 6e8 } };
    const large = makeZip([part]);
    expect(await closedIn(['a.zip', large], ['b.zip', large])).toEqual(['b.zip model-too-large']);
    const many = makeZip(Array.from({ length: limits.entries - 5 }, (_, i) => ({ name: `${i}` })));
    const few = makeZip(Array.from({ length: 5 }, (_, i) => ({ name: `${i}` })));
    expect(await closedIn(['a.zip', many], ['b.zip', few])).toEqual(['b.zip archive-unsafe']);
  });

  test('stay closed from the hundred-and-first on', async () => {
    const zip = makeZip([{ name: 'a' }]);
    const zips = Array.from({ length: 102 }, (_, i): [string, Blob] => [`${i}.zip`, zip]);
    expect(await closedIn(...zips)).toEqual(['100.zip archive-unsafe', '101.zip archive-unsafe']);
  });

  test('that went away say so, and giving up ends it', async () => {
    const gone = blobOf('x');
    gone.slice = () => gone;
    gone.stream = () =>
      new ReadableStream({
        pull: (controller) => controller.error(new DOMException('gone', 'NotReadableError')),
      });
    const opening = openTree([beside, { path: 'a.zip', blob: gone }]);
    await expect(opening).rejects.toMatchObject({ code: 'file-unreadable' });
    const outer = makeZip([{ name: 'a.txt' }, { name: 'b.zip', content: 'x'.repeat(1000) }]);
    const controller = new AbortController();
    const given = openTree([{ path: 'outer.zip', blob: outer }], {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(given).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('gzip made to do harm', () => {
  test('a bomb', async () => {
    const bomb = new Uint8Array(gzipSync(new Uint8Array(70_000_000)));
    await expect(gunzip(bomb, 'a.bin', 2 ** 30)).rejects.toMatchObject({ code: 'archive-unsafe' });
  });

  test('a bomb that hides its size is no gzip', async () => {
    const bomb = new Uint8Array(gzipSync(new Uint8Array(70_000_000)));
    new DataView(bomb.buffer).setUint32(bomb.length - 4, 1000, true);
    expect(await gunzip(bomb, 'a.bin', 2 ** 30)).toBeNull();
  });

  test('more than is left', async () => {
    const gz = new Uint8Array(gzipSync(new Uint8Array(2000)));
    await expect(gunzip(gz, 'a.bin', 1999)).rejects.toMatchObject({ code: 'model-too-large' });
  });

  test('damaged, where the name says that it is gzip', async () => {
    const gz = new Uint8Array(gzipSync('hello hello hello hello hello'));
    gz[15] = (gz[15] ?? 0) ^ 0xff;
    const tree = await openTree([
      { path: 'a.bin.gz', blob: blobOf(gz) },
      { path: 'b.bin', blob: blobOf('b') },
    ]);
    await expect(tree.files[0]?.read()).rejects.toMatchObject({ code: 'archive-damaged' });
  });
});

describe('other archives are called by their names', () => {
  test.each([
    ['model.7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], '7z'],
    ['model.rar', [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07, 0x01], 'RAR'],
    ['model.tar', [...new Array<number>(257).fill(0), 0x75, 0x73, 0x74, 0x61, 0x72], 'tar'],
    ['model.tgz', [0x1f, 0x8b, 8], 'tar'],
  ])('%s', async (path, bytes, name) => {
    const opening = openTree([{ path, blob: blobOf(new Uint8Array(bytes)) }]);
    await expect(opening).rejects.toMatchObject({
      code: 'archive-unsupported',
      detail: expect.stringContaining(name) as string,
    });
  });
});

describe('whatever the bytes, only a ClassifierError comes out', () => {
  const sound = [
    { name: 'model/model.json', content: '{"a":1}'.repeat(40), packed: true },
    { name: 'model/weights.bin', content: Uint8Array.from({ length: 300 }, (_, i) => i % 251) },
    { name: 'model/deep/er.txt', content: 'text' },
  ];

  async function expectOrdered(bytes: Uint8Array): Promise<void> {
    try {
      const contents = await openAll(blobOf(bytes));
      expect(contents.every((one) => one instanceof Uint8Array)).toBe(true);
    } catch (error) {
      expect(error).toBeInstanceOf(ClassifierError);
      expect((error as ClassifierError).code).not.toBe('internal');
    }
  }

  test('arbitrary bytes, with and without the marks of a zip', async () => {
    const marks = fc.constantFrom([], [0x50, 0x4b, 3, 4], [0x50, 0x4b, 5, 6], [0x1f, 0x8b, 8]);
    await fc.assert(
      fc.asyncProperty(marks, fc.uint8Array({ maxLength: 400 }), (mark, bytes) =>
        expectOrdered(new Uint8Array([...mark, ...bytes])),
      ),
      { numRuns: 300 },
    );
  });

  test('a zip cut anywhere', async () => {
    const whole = new Uint8Array(await makeZip(sound).arrayBuffer());
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length), (at) => expectOrdered(whole.subarray(0, at))),
      { numRuns: 200 },
    );
  });

  test('a zip with bits turned over', async () => {
    const whole = new Uint8Array(await makeZip(sound).arrayBuffer());
    const flips = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(7)), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(flips, (places) => {
        const bytes = whole.slice();
        for (const [at, bit] of places) bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        return expectOrdered(bytes);
      }),
      { numRuns: 400 },
    );
  });

  test('gzip with bits turned over comes out whole or not at all', async () => {
    const content = new TextEncoder().encode('weights '.repeat(50));
    const whole = new Uint8Array(gzipSync(content));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(7), async (at, bit) => {
        const bytes = whole.slice();
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        let unpacked;
        try {
          unpacked = await gunzip(bytes, 'a', 2 ** 20);
        } catch (error) {
          expect(error).toMatchObject({ code: 'model-too-large' });
          return;
        }
        if (unpacked) expect(unpacked).toEqual(content);
      }),
      { numRuns: 300 },
    );
  });
});
