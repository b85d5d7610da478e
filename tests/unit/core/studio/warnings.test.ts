import { describe, expect, it } from 'vitest';
import { parts, type Sample } from '../../../../src/core/studio/sample';
import { findLeaks, findWarnings } from '../../../../src/core/studio/warnings';
import { sampleOf } from './samples';

const labels = [
  { id: 'a', name: 'grizzly' },
  { id: 'b', name: 'black' },
];

/** So many photos of a label, spread over the parts. */
function photosOf(labelId: string, count: number, from: number): Sample[] {
  return Array.from({ length: count }, (_, i) =>
    sampleOf(from + i, { labelId, part: parts[i % 3] ?? 'train' }),
  );
}

const kindsOf = (samples: Sample[]) => findWarnings(samples, labels).map(({ kind }) => kind);

describe('findWarnings', () => {
  it('has nothing to say about twelve and fifteen photos, nor about none', () => {
    expect(kindsOf([...photosOf('a', 15, 0), ...photosOf('b', 12, 100)])).toEqual([]);
    expect(kindsOf([])).toEqual([]);
  });

  it('counts too few and imbalance', () => {
    const warnings = findWarnings([...photosOf('a', 30, 0), ...photosOf('b', 9, 100)], labels);
    expect(warnings).toEqual([
      { kind: 'too-few-photos', labelId: 'b', count: 9, wanted: 10 },
      {
        kind: 'imbalance',
        most: { labelId: 'a', count: 30 },
        least: { labelId: 'b', count: 9 },
      },
    ]);
  });

  it('asks for two labels, for photos in each part, and for labels', () => {
    expect(kindsOf(photosOf('a', 12, 0))).toContain('too-few-labels');
    const inTrain = [...photosOf('a', 12, 0), ...photosOf('b', 12, 100)].map((sample) => ({
      ...sample,
      part: 'train' as const,
    }));
    expect(kindsOf(inTrain)).toEqual(['empty-part', 'empty-part']);
    expect(
      kindsOf([
        ...photosOf('a', 12, 0),
        ...photosOf('b', 12, 100),
        sampleOf(500, { labelId: null }),
      ]),
    ).toEqual(['unlabelled']);
    const thin = [
      ...photosOf('a', 12, 0),
      ...photosOf('b', 12, 100).map((sample) => ({ ...sample, part: 'train' as const })),
    ];
    expect(findWarnings(thin, labels)).toEqual([
      { kind: 'thin-part', part: 'valid', labelIds: ['b'] },
      { kind: 'thin-part', part: 'test', labelIds: ['b'] },
    ]);
  });

  it('puts leaks first: near doubles and bursts in different parts', () => {
    const samples = [
      sampleOf(1, { alike: 'x', part: 'train' }),
      sampleOf(2, { alike: 'x', part: 'test' }),
      sampleOf(3, { group: 'g', part: 'train' }),
      sampleOf(4, { group: 'g', part: 'train' }),
      sampleOf(5, { group: 'h', part: 'valid' }),
      sampleOf(6, { group: 'h', part: 'train' }),
    ];
    expect(findLeaks(samples)).toEqual([
      [samples[0]?.id, samples[1]?.id],
      [samples[4]?.id, samples[5]?.id],
    ]);
    expect(findWarnings(samples, labels)[0]?.kind).toBe('leak');
  });

  it('shows a photo that came under two labels until a person has looked', () => {
    const copies = [{ path: 'b/1.jpg', labelId: 'b', part: 'test' as const }];
    const odd = sampleOf(1, { copies, folderPart: 'train' });
    const kinds = kindsOf([odd]);
    expect(kinds.slice(0, 2)).toEqual(['conflicting-copies', 'copies-across-parts']);
    expect(kindsOf([{ ...odd, confirmedAt: 5 }])).not.toContain('conflicting-copies');
  });
});
