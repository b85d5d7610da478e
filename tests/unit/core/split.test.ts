import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, shuffle } from '../../../src/core/random';
import { splitFolds, splitItems } from '../../../src/core/split';

function itemsOf(labels: number[], groupOf = (index: number) => `photo ${index}`) {
  return labels.map((label, index) => ({ label, group: groupOf(index) }));
}

describe('shuffle', () => {
  it('is the same for the same seed, and another for another', () => {
    const items = Array.from({ length: 50 }, (_, i) => i);
    expect(shuffle(items, createRandom(7))).toEqual(shuffle(items, createRandom(7)));
    expect(shuffle(items, createRandom(7))).not.toEqual(shuffle(items, createRandom(8)));
    expect([...shuffle(items, createRandom(7))].sort((a, b) => a - b)).toEqual(items);
  });
});

describe('splitItems', () => {
  const labels = Array.from({ length: 300 }, (_, i) => (i < 200 ? 0 : 1));

  it('gives every part its share of every label', () => {
    const parts = splitItems(itemsOf(labels), [70, 15, 15], 1);
    const count = (part: number, label: number) =>
      parts.filter((own, i) => own === part && labels[i] === label).length;
    expect([0, 1, 2].map((part) => count(part, 0))).toEqual([140, 30, 30]);
    expect([0, 1, 2].map((part) => count(part, 1))).toEqual([70, 15, 15]);
  });

  it('repeats itself for a seed and changes with it', () => {
    expect(splitItems(itemsOf(labels), [1, 1], 3)).toEqual(splitItems(itemsOf(labels), [1, 1], 3));
    expect(splitItems(itemsOf(labels), [1, 1], 3)).not.toEqual(
      splitItems(itemsOf(labels), [1, 1], 4),
    );
  });

  it('never lets a group straddle, whatever the groups', () => {
    const item = fc.record({ label: fc.nat(3), group: fc.nat(9).map(String) });
    fc.assert(
      fc.property(fc.array(item), fc.integer(), (items, seed) => {
        const parts = splitItems(items, [3, 1, 1], seed);
        const partOfGroup = new Map<string, number>();
        items.forEach(({ group }, i) => {
          const part = parts[i] ?? -1;
          expect(partOfGroup.get(group) ?? part).toBe(part);
          partOfGroup.set(group, part);
        });
      }),
    );
  });
});

describe('splitFolds', () => {
  it('makes folds of equal size within one photo a label', () => {
    const folds = splitFolds(itemsOf([...Array<number>(23).fill(0), ...Array<number>(11).fill(1)]), 5, 1); // prettier-ignore
    const sizes = [0, 1, 2, 3, 4].map((fold) => folds.filter((own) => own === fold).length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(2);
  });
});
