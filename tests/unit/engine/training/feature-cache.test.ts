import { describe, expect, it } from 'vitest';
import { ClassifierError } from '../../../../src/core/errors';
import {
  createMemoryFiles,
  FeatureCache,
  type FeatureFiles,
} from '../../../../src/engine/training/feature-cache';

const idOf = (i: number) => i.toString(16).padStart(2, '0').repeat(32);
const rowOf = (i: number) => Float32Array.of(i, i / 3, -i);

async function fill(files: FeatureFiles, key: string, count: number): Promise<FeatureCache> {
  const cache = await FeatureCache.open(files, 'features/plain', key, 3);
  for (let i = 0; i < count; i++) await cache.add(idOf(i), i % 3, rowOf(i));
  return cache;
}

describe('FeatureCache', () => {
  it('gives back bit for bit what was remembered, in another run', async () => {
    const files = createMemoryFiles();
    await (await fill(files, 'one', 150)).flush();
    const again = await FeatureCache.open(files, 'features/plain', 'one', 3);
    expect(again.size).toBe(150);
    for (let i = 0; i < 150; i++) expect(again.get(idOf(i), i % 3)).toEqual(rowOf(i));
    expect(again.get(idOf(1), 2)).toBeUndefined();
    await again.add(idOf(200), 0, rowOf(200));
    await again.flush();
    const third = await FeatureCache.open(files, 'features/plain', 'one', 3);
    expect(third.get(idOf(200), 0)).toEqual(rowOf(200));
    expect(third.size).toBe(151);
  });

  it('loses no more to a crash than what was not yet written', async () => {
    const files = createMemoryFiles();
    await fill(files, 'one', 150);
    const again = await FeatureCache.open(files, 'features/plain', 'one', 3);
    expect(again.size).toBe(128);
  });

  it('forgets everything under another key', async () => {
    const files = createMemoryFiles();
    await (await fill(files, 'one', 70)).flush();
    expect((await FeatureCache.open(files, 'features/plain', 'two', 3)).size).toBe(0);
    expect((await FeatureCache.open(files, 'features/plain', 'one', 3)).size).toBe(0);
  });

  it('leaves a damaged file out and goes on with the others', async () => {
    const files = createMemoryFiles();
    await (await fill(files, 'one', 130)).flush();
    await files.write('features/plain/0', new Blob([new Uint8Array(5)]));
    const again = await FeatureCache.open(files, 'features/plain', 'one', 3);
    expect(again.size).toBe(66);
    expect(again.get(idOf(64), 1)).toEqual(rowOf(64));
  });

  it('goes on in memory when the device is full, and says so', async () => {
    const files = {
      ...createMemoryFiles(),
      write: () => Promise.reject(new ClassifierError('storage-full')),
    };
    const cache = await fill(files, 'one', 70);
    expect(cache.problem?.code).toBe('storage-full');
    expect(cache.get(idOf(3), 0)).toEqual(rowOf(3));
  });
});
