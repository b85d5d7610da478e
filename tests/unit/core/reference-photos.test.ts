import { describe, expect, it } from 'vitest';
import { encodeBank, openBank } from '../../../src/core/bank';
import { buildReferences, type ReferencePhoto } from '../../../src/core/build-references';
import { createRandom } from '../../../src/core/random';
import { distanceWithoutOwnGroup, pickReferences } from '../../../src/core/reference-photos';

/** Photos around one direction for each label. */
export function drawPhotos(perLabel: number, labels = 2, seed = 1): ReferencePhoto[] {
  const random = createRandom(seed);
  return Array.from({ length: perLabel * labels }, (_, i) => ({
    label: i % labels,
    hash: String(i),
    features: Array.from(
      { length: 8 },
      (_unused, at) => (at === i % labels ? 3 : 0) + random.nextFloat(),
    ),
  }));
}

describe('pickReferences', () => {
  it('takes all when there are no more than wanted', () => {
    expect(pickReferences([0, 1, 1], 3, 1)).toEqual([0, 1, 2]);
  });

  it('draws fairly, ascending, and the same for the same seed', () => {
    const labels = Array.from({ length: 100 }, (_, i) => (i < 80 ? 0 : 1));
    const picked = pickReferences(labels, 20, 5);
    expect(picked).toHaveLength(20);
    expect(picked.filter((i) => labels[i] === 1)).toHaveLength(4);
    expect([...picked].sort((a, b) => a - b)).toEqual(picked);
    expect(pickReferences(labels, 20, 5)).toEqual(picked);
  });
});

describe('distanceWithoutOwnGroup', () => {
  const rows = [[1, 0], [1, 0.01], [0, 1]]; // prettier-ignore
  const bank = openBank(encodeBank(rows), 2, [0, 0, 1]);

  it('passes over the photo itself and what is nearly the same', () => {
    expect(distanceWithoutOwnGroup([1, 0], 7, bank, [7, 7, 8], 1)).toBeCloseTo(1, 2);
    expect(distanceWithoutOwnGroup([1, 0], 7, bank, [7, 9, 8], 1)).toBeCloseTo(0, 2);
  });

  it('is nothing when the bank holds nothing else', () => {
    expect(distanceWithoutOwnGroup([1, 0], 7, bank, [7, 7, 7], 1)).toBeNull();
  });
});

describe('buildReferences', () => {
  it('measures each photo against the others', () => {
    const photos = drawPhotos(5);
    const { heldOutDistances, bytes, length, labels, k, duplicates } = buildReferences(photos);
    expect(heldOutDistances).toHaveLength(10);
    expect(heldOutDistances[0]).toBeGreaterThan(0);
    expect(bytes).toHaveLength(10 * 8);
    expect(length).toBe(8);
    expect(labels).toEqual(photos.map(({ label }) => label));
    expect(k).toBe(2);
    expect(duplicates).toBe(0);
  });

  it('does not let a copy of a photo vouch for it', () => {
    const photos = drawPhotos(5);
    const doubled = [...photos, ...photos];
    const { heldOutDistances, duplicates } = buildReferences(doubled);
    expect(duplicates).toBe(10);
    // k counts copies: with twice the photos the fifth neighbour is asked for, not the second.
    expect(heldOutDistances[0]).toBeGreaterThanOrEqual(
      buildReferences(photos).heldOutDistances[0] ?? Infinity,
    );
  });

  it.each([
    [1, 1],
    [5, 2],
    [10, 5],
    [40, 5],
  ])('with %d photos a label, neighbour %d counts', (perLabel, k) => {
    expect(buildReferences(drawPhotos(perLabel, 6)).k).toBe(k);
  });

  it('keeps a bank small, and still measures every photo', () => {
    const { labels, heldOutDistances } = buildReferences(drawPhotos(310));
    expect(labels).toHaveLength(600);
    expect(heldOutDistances).toHaveLength(620);
  });

  it('refuses too few photos, and photos in which the model sees the same thing', () => {
    expect(() => buildReferences(drawPhotos(2))).toThrow(
      expect.objectContaining({ code: 'photos-too-few' }),
    );
    const same = drawPhotos(5).map((photo) => ({ ...photo, features: [1, 2, 3] }));
    expect(() => buildReferences(same)).toThrow(expect.objectContaining({ code: 'photos-alike' }));
    const oneFile = drawPhotos(5).map((photo) => ({ ...photo, hash: 'one' }));
    expect(() => buildReferences(oneFile)).toThrow();
  });
});
