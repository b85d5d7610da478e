import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findDuplicateSimilarity,
  groupLookalikes,
  groupNearDuplicates,
} from '../../../src/core/near-duplicates';

/** A direction in the plane, by its angle in degrees. */
function at(degrees: number): number[] {
  const angle = (degrees * Math.PI) / 180;
  return [Math.cos(angle), Math.sin(angle)];
}

function groupsOf(angles: readonly number[], minDegrees: number, hashes?: string[]): number[] {
  const features = angles.map(at);
  const names = hashes ?? angles.map((_, i) => String(i));
  return groupNearDuplicates({ hashes: names, features }, Math.cos((minDegrees * Math.PI) / 180));
}

describe('groupNearDuplicates', () => {
  it('joins neighbours, and through them their neighbours', () => {
    const [a, b, c, d] = groupsOf([0, 4, 8, 40], 5);
    expect(b).toBe(a);
    expect(c).toBe(a);
    expect(d).not.toBe(a);
  });

  it('joins the same file, whatever its features', () => {
    const [a, b] = groupsOf([0, 90], 5, ['x', 'x']);
    expect(b).toBe(a);
  });

  it('makes the same groups in any order', () => {
    const angle = fc.integer({ min: 0, max: 90 });
    fc.assert(
      fc.property(fc.uniqueArray(angle, { minLength: 1, maxLength: 12 }), (angles) => {
        const back = [...angles].reverse();
        const count = (list: number[]) => new Set(groupsOf(list, 5.5)).size;
        expect(count(back)).toBe(count(angles));
      }),
    );
  });
});

describe('findDuplicateSimilarity', () => {
  it('is a tenth of the usual distance to the photo most like it', () => {
    const features = [0, 10, 20, 30].map(at);
    const usual = 1 - Math.cos((10 * Math.PI) / 180);
    expect(findDuplicateSimilarity(features)).toBeCloseTo(1 - usual / 10, 6);
  });

  it('finds the copy among photos that are all much alike, and no pair else', () => {
    const angles = [0, 2, 4, 6, 8, 8.01];
    const features = angles.map(at);
    const hashes = angles.map(String);
    const groups = groupNearDuplicates({ hashes, features }, findDuplicateSimilarity(features));
    expect(new Set(groups).size).toBe(5);
  });

  it('has nothing to say of one photo', () => {
    expect(findDuplicateSimilarity([at(1)])).toBe(1);
  });
});

describe('groupLookalikes', () => {
  const go = () => Promise.resolve();

  it('finds in one look what finding the limit and then grouping find', async () => {
    const angle = fc.double({ min: 0, max: 360, noNaN: true });
    await fc.assert(
      fc.asyncProperty(fc.array(angle, { maxLength: 30 }), async (angles) => {
        const features = angles.map(at);
        const hashes = angles.map((_, i) => `${i % 20}`);
        expect(await groupLookalikes({ hashes, features }, go)).toEqual(
          groupNearDuplicates({ hashes, features }, findDuplicateSimilarity(features)),
        );
      }),
    );
  });

  it('stops when nobody waits any longer', async () => {
    const angles = Array.from({ length: 100 }, (_, i) => i);
    const comparable = { hashes: angles.map(String), features: angles.map(at) };
    let pauses = 0;
    const stop = () => (++pauses === 2 ? Promise.reject(new Error('no longer')) : go());
    await expect(groupLookalikes(comparable, stop)).rejects.toThrow('no longer');
    expect(pauses).toBe(2);
  });
});
