import { describe, expect, test } from 'vitest';
import { MemoryFiles } from '../../../src/model/memory-files';
import type { ModelFiles } from '../../../src/model/model-files';
import { TreeFiles } from '../../../src/model/tree-files';

const bytes = new Uint8Array([1, 2, 3]);

const held = [
  { path: 'model.json', content: bytes },
  { path: 'trunk/trunk.json', content: new Blob([bytes]) },
];

const tree = {
  name: 'bundle',
  files: held.map(({ path }) => ({ path, bytes: 3, read: () => Promise.resolve(bytes) })),
};

describe.each<[string, () => ModelFiles]>([
  ['MemoryFiles', () => new MemoryFiles('bundle', held)],
  ['TreeFiles', () => new TreeFiles(tree)],
])('%s', (_, make) => {
  test('reads files from its top and from the folders in it', async () => {
    const files = make();
    expect(await files.read('model.json')).toEqual(bytes);
    expect(await files.read('./trunk/trunk.json')).toEqual(bytes);
    const trunk = files.folderOf('trunk/trunk.json');
    expect(trunk.address).toBe('bundle/trunk');
    expect(await trunk.read('trunk.json')).toEqual(bytes);
    expect(await trunk.read('../model.json')).toEqual(bytes);
    expect(await trunk.folderOf('../model.json').read('model.json')).toEqual(bytes);
  });

  test('says which file is missing, and leads nowhere else', async () => {
    for (const path of ['weights.bin', '../../etc/passwd', '__proto__']) {
      await expect(make().read(path)).rejects.toMatchObject({
        code: 'model-part-missing',
        detail: `bundle/${path}`,
      });
    }
  });
});

test('what is held as a blob is read in chunks and can be given up', async () => {
  const files = new MemoryFiles('bundle', held);
  let read = 0;
  await files.read('trunk/trunk.json', { onBytes: (count) => (read += count) });
  expect(read).toBe(3);
  const reading = files.read('trunk/trunk.json', { signal: AbortSignal.abort() });
  await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
});
