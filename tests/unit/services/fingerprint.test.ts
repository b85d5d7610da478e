import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprintFile, hashBytes } from '../../../src/services/fingerprint';

describe('fingerprintFile', () => {
  it('is the same for the same contents and differs for others', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.nat(299), async (bytes, at) => {
        const name = await fingerprintFile(new Blob([bytes]));
        expect(await fingerprintFile(new Blob([bytes.slice()]))).toBe(name);
        if (bytes.length === 0) return;
        const other = bytes.slice();
        other[at % bytes.length] = (other[at % bytes.length] ?? 0) ^ 1;
        expect(await fingerprintFile(new Blob([other]))).not.toBe(name);
      }),
    );
  });

  it('sees a change at either end of a large file', async () => {
    const bytes = new Uint8Array(300_000);
    const name = await fingerprintFile(new Blob([bytes]));
    for (const at of [0, bytes.length - 1]) {
      const other = bytes.slice();
      other[at] = 1;
      expect(await fingerprintFile(new Blob([other]))).not.toBe(name);
    }
  });
});

describe('hashBytes', () => {
  it('spreads: no two of ten thousand short inputs share a hash', () => {
    const seen = new Set<string>();
    for (let i = 0; i < 10_000; i++) seen.add(hashBytes(new Uint8Array([i & 255, i >> 8, 7])));
    expect(seen.size).toBe(10_000);
  });
});
