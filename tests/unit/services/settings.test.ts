import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSettings, Settings } from '../../../src/services/settings';
import { MemoryValueStore } from '../../../src/store/memory-store';

describe('readSettings', () => {
  it('makes something sound of anything', () => {
    fc.assert(
      fc.property(fc.anything(), (stored) => {
        const settings = readSettings(stored);
        expect(['auto', 'light', 'dark']).toContain(settings.appearance);
        expect(typeof settings.keepPhotos).toBe('boolean');
      }),
    );
  });

  it('drops thresholds out of range', () => {
    const fine = { confidence: 0.7, falseAlarmRate: 0.1 };
    const { thresholds } = readSettings({
      thresholds: { bears: fine, trash: { confidence: 7, falseAlarmRate: 0 }, cats: 'no' },
    });
    expect(thresholds).toEqual({ bears: fine });
  });
});

describe('Settings', () => {
  it('are there again on the next visit', async () => {
    const store = new MemoryValueStore();
    const first = new Settings(store, () => undefined);
    await first.load();
    first.change({ appearance: 'dark', modelId: 'trash' });
    const second = new Settings(store, () => undefined);
    await second.load();
    expect(second.current).toMatchObject({ appearance: 'dark', modelId: 'trash' });
  });

  it('work when nothing can be kept, and say so', async () => {
    const store = new MemoryValueStore();
    store.read = () => Promise.reject(new Error('blocked'));
    store.write = () => Promise.reject(new Error('blocked'));
    const codes: string[] = [];
    const settings = new Settings(store, ({ code }) => codes.push(code));
    await settings.load();
    settings.change({ appearance: 'light' });
    await Promise.resolve();
    expect(settings.current.appearance).toBe('light');
    expect(codes[0]).toBe('storage-unavailable');
  });
});
