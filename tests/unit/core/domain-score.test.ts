import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBank, openBank } from '../../../src/core/bank';
import { findNearest, scoreDomain } from '../../../src/core/domain-score';

function bankOf(rows: number[][]) {
  const length = rows[0]?.length ?? 0;
  return openBank(
    encodeBank(rows),
    length,
    rows.map((_, i) => i),
  );
}

describe('encodeBank', () => {
  it('scales each row so that its largest value is ±127', () => {
    const rows = [
      [0.5, -1, 0.25],
      [3, 0, 0],
    ];
    expect([...encodeBank(rows)]).toEqual([64, -127, 32, 127, 0, 0]);
  });

  it('refuses a row without a direction', () => {
    expect(() => encodeBank([[0, 0]])).toThrow(RangeError);
  });
});

describe('openBank', () => {
  it('refuses rows that do not fit the labels', () => {
    expect(() => openBank(new Int8Array(7), 3, [0, 1])).toThrow(RangeError);
  });
});

describe('findNearest', () => {
  it('ranks by angle, not by length', () => {
    const bank = bankOf([[1, 0], [0, 1], [1, 1]]); // prettier-ignore
    const nearest = findNearest([10, 1], bank, 2);
    expect(nearest.map(({ row }) => row)).toEqual([0, 2]);
    expect(nearest[0]?.similarity).toBeCloseTo(10 / Math.sqrt(101), 6);
    expect(nearest[1]?.similarity).toBeCloseTo(11 / Math.sqrt(202), 6);
  });

  it('gives what there is when the bank is small', () => {
    expect(findNearest([1, 2], bankOf([[1, 0]]), 10)).toHaveLength(1);
  });

  it('agrees with exact cosine similarity to a hundredth, and with a full sort', () => {
    const row = fc.array(fc.double({ min: 0.01, max: 6, noNaN: true }), {
      minLength: 32,
      maxLength: 32,
    });
    fc.assert(
      fc.property(row, fc.array(row, { minLength: 1, maxLength: 30 }), (photo, rows) => {
        const exact = rows.map((other) => cosine(photo, other)).sort((a, b) => b - a);
        findNearest(photo, bankOf(rows), 5).forEach(({ similarity }, i) => {
          expect(Math.abs(similarity - (exact[i] ?? 0))).toBeLessThan(0.01);
        });
      }),
    );
  });
});

describe('scoreDomain', () => {
  const nearest = [0.9, 0.8, 0.5].map((similarity, row) => ({ row, similarity }));

  it('is the distance to the k-th nearest, or to the last there is', () => {
    expect(scoreDomain(nearest, 2)).toBeCloseTo(0.2, 12);
    expect(scoreDomain(nearest, 10)).toBeCloseTo(0.5, 12);
  });

  it('refuses to score against nothing', () => {
    expect(() => scoreDomain([], 1)).toThrow(RangeError);
  });
});

function cosine(a: number[], b: number[]): number {
  const dot = (x: number[], y: number[]) =>
    x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
