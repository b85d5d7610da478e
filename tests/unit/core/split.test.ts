import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/core/random';
import { splitFolds, splitPhotos } from '../../../src/core/split';

describe('createRandom', () => {
  it('shuffles the same way for the same seed, and another way for another', () => {
    const items = Array.from({ length: 50 }, (_, i) => i);
    const shuffled = createRandom(7).shuffle(items);
    expect(createRandom(7).shuffle(items)).toEqual(shuffled);
    expect(createRandom(8).shuffle(items)).not.toEqual(shuffled);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(items);
  });

  it('stays within its bounds', () => {
    const random = createRandom(1);
    const numbers = Array.from({ length: 1000 }, () => random.nextInt(3));
    expect(new Set(numbers)).toEqual(new Set([0, 1, 2]));
    expect(random.nextFloat()).toBeLessThan(1);
  });
});

/** Photos that are each a group of their own. */
function apart(labels: number[]) {
  return { labels, groups: labels.map((_, photo) => photo) };
}

describe('splitPhotos', () => {
  const labels = Array.from({ length: 300 }, (_, i) => (i < 200 ? 0 : 1));

  it('gives every part its share of every label', () => {
    const parts = splitPhotos(apart(labels), [70, 15, 15], 1);
    const count = (part: number, label: number) =>
      parts.filter((own, i) => own === part && labels[i] === label).length;
    expect([0, 1, 2].map((part) => count(part, 0))).toEqual([140, 30, 30]);
    expect([0, 1, 2].map((part) => count(part, 1))).toEqual([70, 15, 15]);
  });

  it('repeats itself for a seed and changes with it', () => {
    const parts = splitPhotos(apart(labels), [1, 1], 3);
    expect(splitPhotos(apart(labels), [1, 1], 3)).toEqual(parts);
    expect(splitPhotos(apart(labels), [1, 1], 4)).not.toEqual(parts);
  });

  it('never lets a group straddle, whatever the groups', () => {
    const photo = fc.record({ label: fc.nat(3), group: fc.nat(9) });
    fc.assert(
      fc.property(fc.array(photo), fc.integer(), (photos, seed) => {
        const groups = photos.map(({ group }) => group);
        const parts = splitPhotos(
          { labels: photos.map(({ label }) => label), groups },
          [3, 1, 1],
          seed,
        );
        groups.forEach((group, i) => expect(parts[i]).toBe(parts[groups.indexOf(group)]));
      }),
    );
  });
});

describe('splitFolds', () => {
  it('makes folds of equal size within one photo a label', () => {
    const labels = Array.from({ length: 34 }, (_, i) => (i < 23 ? 0 : 1));
    const folds = splitFolds(apart(labels), 5, 1);
    const sizes = [0, 1, 2, 3, 4].map((fold) => folds.filter((own) => own === fold).length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(2);
  });
});
