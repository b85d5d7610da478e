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
    const fine = { confidence: 0.7, falseAlarmRate: 0.1, coverage: 0.95 };
    const old = { confidence: 0.7, falseAlarmRate: 0.1 };
    const { thresholds } = readSettings({
      thresholds: {
        bears: fine,
        clothing: old,
        trash: { confidence: 7, falseAlarmRate: 0 },
        signs: { ...fine, coverage: 0.2 },
        cats: 'no',
      },
    });
    expect(thresholds).toEqual({ bears: fine, clothing: old });
  });
});

describe('Settings', () => {
  it('are there again on the next visit', async () => {
    const store = new MemoryValueStore();
    const first = new Settings(store, () => undefined);
    await first.load();
    const thresholds = { trash: { confidence: 0.7, falseAlarmRate: 0.1, coverage: 0.97 } };
    first.change({ appearance: 'dark', modelId: 'trash', thresholds });
    const second = new Settings(store, () => undefined);
    await second.load();
    expect(second.current).toMatchObject({ appearance: 'dark', modelId: 'trash', thresholds });
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
