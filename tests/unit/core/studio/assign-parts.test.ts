import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignParts, groupSamples } from '../../../../src/core/studio/assign-parts';
import { defaultDataBlock } from '../../../../src/core/studio/create-project';
import type { Sample } from '../../../../src/core/studio/sample';
import { sampleOf } from './samples';

const { split } = defaultDataBlock;

function countParts(
  samples: readonly Sample[],
  parts: ReadonlyMap<string, string>,
  labelId: string,
) {
  const counts: Record<string, number> = { train: 0, valid: 0, test: 0 };
  for (const sample of samples) {
    const part = parts.get(sample.id);
    if (sample.labelId === labelId && part) counts[part] = (counts[part] ?? 0) + 1;
  }
  return counts;
}

describe('assignParts', () => {
  const samples = Array.from({ length: 300 }, (_, i) =>
    sampleOf(i, { labelId: i < 200 ? 'a' : 'b' }),
  );

  it('gives every part its share of every label', () => {
    const parts = assignParts(samples, split);
    expect(countParts(samples, parts, 'a')).toEqual({ train: 140, valid: 30, test: 30 });
    expect(countParts(samples, parts, 'b')).toEqual({ train: 70, valid: 15, test: 15 });
  });

  it('is the same for the same seed, in whatever order the photos came, and another for another', () => {
    const parts = assignParts(samples, split);
    expect([...assignParts([...samples].reverse(), split)].sort()).toEqual([...parts].sort());
    expect([...assignParts(samples, { ...split, seed: 43 })]).not.toEqual([...parts]);
  });

  it('leaves photos without a label out', () => {
    const parts = assignParts([...samples, sampleOf(900, { labelId: null })], split);
    expect(parts.size).toBe(300);
  });

  it('honours folders, unless told not to, and a person above all', () => {
    const named = samples.map((sample, i) => ({
      ...sample,
      folderPart: i % 2 ? ('test' as const) : ('train' as const),
      handPart: i === 0 ? ('valid' as const) : null,
    }));
    const parts = assignParts(named, split);
    expect(parts.get(named[0]?.id ?? '')).toBe('valid');
    expect(named.slice(1).every(({ id, folderPart }) => parts.get(id) === folderPart)).toBe(true);
    const free = assignParts(named, { ...split, honourFolders: false });
    expect(countParts(named, free, 'b')).toEqual({ train: 70, valid: 15, test: 15 });
  });

  it('leaves those that were here where they are, and fills up with those that came', () => {
    const parts = assignParts(samples, split);
    const here = samples.map((sample) => ({ ...sample, part: parts.get(sample.id) ?? 'train' }));
    const more = Array.from({ length: 100 }, (_, i) => sampleOf(1000 + i, { labelId: 'a' }));
    const keep = new Set(here.map(({ id }) => id));
    const all = [...here, ...more];
    const now = assignParts(all, split, { keep });
    expect(here.every(({ id, part }) => now.get(id) === part)).toBe(true);
    expect(countParts(all, now, 'a')).toEqual({ train: 210, valid: 45, test: 45 });
  });

  it('parts no burst, no near doubles and, where asked, no folder', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            labelId: fc.constantFrom('a', 'b'),
            group: fc.constantFrom(null, 'g1', 'g2', 'g3'),
            alike: fc.constantFrom(null, 'x', 'y'),
            folder: fc.constantFrom(null, 'day 1', 'day 2'),
          }),
          { minLength: 1, maxLength: 60 },
        ),
        fc.integer({ min: 0, max: 2 ** 31 - 1 }),
        (made, seed) => {
          const some = made.map((part, i) => sampleOf(i, part));
          const together = { bursts: true, alike: true, folders: true };
          const parts = assignParts(some, { ...split, seed, keepTogether: together });
          for (const one of some) {
            for (const other of some) {
              const tied =
                (one.group !== null && one.group === other.group) ||
                (one.alike !== null && one.alike === other.alike) ||
                (one.folder !== null &&
                  one.folder === other.folder &&
                  one.labelId === other.labelId);
              if (tied) expect(parts.get(one.id)).toBe(parts.get(other.id));
            }
          }
        },
      ),
    );
  });
});

describe('groupSamples', () => {
  it('ties groups that share a photo into one', () => {
    const samples = [
      sampleOf(0, { group: 'burst' }),
      sampleOf(1, { group: 'burst', alike: 'x' }),
      sampleOf(2, { alike: 'x' }),
      sampleOf(3),
    ];
    const groups = groupSamples(samples, { bursts: true, alike: true, folders: false });
    expect(new Set(groups.slice(0, 3)).size).toBe(1);
    expect(groups[3]).not.toBe(groups[0]);
    const apart = groupSamples(samples, { bursts: false, alike: false, folders: false });
    expect(new Set(apart).size).toBe(4);
  });
});
