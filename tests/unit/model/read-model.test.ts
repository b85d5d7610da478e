import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DiskFiles } from '../../../src/cli/disk-files';
import { PromiseCache } from '../../../src/model/memoize-promise';
import type { ModelFiles, ReadOptions } from '../../../src/model/model-files';
import { ModelReader } from '../../../src/model/read-model';

const folder = fileURLToPath(new URL('../../fixtures/models/tiny', import.meta.url));

/** Files of the tiny model, counted, and perhaps altered on their way. */
class AlteredFiles implements ModelFiles {
  readonly reads: string[] = [];

  constructor(
    private readonly alter: (path: string, bytes: Uint8Array) => Uint8Array = (_, bytes) => bytes,
    private readonly files: ModelFiles = new DiskFiles(folder),
    reads?: string[],
  ) {
    this.reads = reads ?? this.reads;
  }

  get address(): string {
    return this.files.address;
  }

  async read(path: string, options?: ReadOptions): Promise<Uint8Array> {
    this.reads.push(path);
    return this.alter(path, await this.files.read(path, options));
  }

  folderOf(path: string): ModelFiles {
    return new AlteredFiles(this.alter, this.files.folderOf(path), this.reads);
  }
}

/** Spoils one file by turning over a bit in its middle. */
function spoil(name: string): AlteredFiles {
  return new AlteredFiles((path, bytes) => {
    if (path !== name) return bytes;
    const copy = bytes.slice();
    const middle = copy.length >> 1;
    copy[middle] = (copy[middle] ?? 0) ^ 1;
    return copy;
  });
}

describe('ModelReader', () => {
  it('reads every part and says how far it is', async () => {
    const progress: [number, number][] = [];
    const bundle = await new ModelReader().read(new DiskFiles(folder), 'bearings.json', {
      onProgress: (loaded, total) => progress.push([loaded, total]),
    });
    expect(bundle.network.kind).toBe('head-on-trunk');
    expect(bundle.bank?.labels).toHaveLength(12);
    expect(progress.every(([loaded, total]) => loaded <= total)).toBe(true);
    const loaded = progress.map(([bytes]) => bytes);
    expect(loaded).toEqual([...loaded].sort((a, b) => a - b));
  });

  it.each(['head.bin', 'bank.bin', '../tiny-trunk/trunk.json', 'model.json', 'weights.bin'])(
    'notices a single wrong bit in %s',
    async (path) => {
      const reading = new ModelReader().read(spoil(path), 'bearings.json');
      await expect(reading).rejects.toMatchObject({ code: 'model-part-damaged' });
    },
  );

  it('reads a shared trunk once, and can try again after a failure', async () => {
    const reader = new ModelReader();
    await expect(reader.read(spoil('weights.bin'), 'bearings.json')).rejects.toBeDefined();
    const files = new AlteredFiles();
    await reader.read(files, 'bearings.json');
    expect(files.reads).toContain('weights.bin');
    const again = new AlteredFiles();
    await reader.read(again, 'bearings.json');
    expect(again.reads).not.toContain('weights.bin');
  });

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort();
    const reading = new ModelReader().read(new DiskFiles(folder), 'bearings.json', { signal });
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('PromiseCache', () => {
  it('loads once, even while the first load is under way', async () => {
    const cache = new PromiseCache<number>();
    let loads = 0;
    const load = () => Promise.resolve(++loads);
    expect(await Promise.all([cache.get('a', load), cache.get('a', load)])).toEqual([1, 1]);
    expect(await cache.get('b', load)).toBe(2);
  });

  it('forgets a rejection', async () => {
    const cache = new PromiseCache<number>();
    await expect(cache.get('a', () => Promise.reject(new Error('once')))).rejects.toThrow('once');
    await expect(cache.get('a', () => Promise.resolve(1))).resolves.toBe(1);
  });
});
