import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  areaUnderRoc,
  countConfusion,
  falsePositiveRateAt95,
  measureAccuracy,
  wilsonInterval,
} from '../../../src/core/metrics';

describe('wilsonInterval', () => {
  it.each([
    // Published values (Newcombe 1998, Statistics in Medicine 17:857–872, table I, method 3).
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%d of %d', (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('ends exactly at 1 where all are right, and at 0 where none is', () => {
    expect(wilsonInterval(62, 62).high).toBe(1);
    expect(wilsonInterval(0, 62).low).toBe(0);
  });

  it('knows nothing from nothing', () => {
    expect(wilsonInterval(0, 0)).toEqual({ value: 0, low: 0, high: 1 });
  });
});

describe('countConfusion', () => {
  it('puts the truth in rows and the answers in columns', () => {
    expect(countConfusion([0, 0, 1, 2], [0, 1, 1, 0], 3)).toEqual([
      [1, 1, 0],
      [0, 1, 0],
      [1, 0, 0],
    ]);
  });
});

describe('measureAccuracy', () => {
  it('is the share of right answers, 0 for none', () => {
    expect(measureAccuracy([0, 1, 2, 1], [0, 1, 1, 1])).toBe(0.75);
    expect(measureAccuracy([], [])).toBe(0);
  });
});

describe('areaUnderRoc', () => {
  it('counts pairs, ties half', () => {
    // Pairs: (1,2) won, (1,4) won, (3,2) lost, (3,4) won.
    expect(areaUnderRoc([1, 3], [2, 4])).toBe(0.75);
    expect(areaUnderRoc([1, 1], [1, 1])).toBe(0.5);
    expect(areaUnderRoc([0, 0.1], [0.2, 0.3])).toBe(1);
  });

  it('agrees with counting every pair', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(scores, scores, (inside, outside) => {
        let wins = 0;
        for (const a of inside) for (const b of outside) wins += b > a ? 1 : b === a ? 0.5 : 0;
        expect(areaUnderRoc(inside, outside)).toBeCloseTo(
          wins / (inside.length * outside.length),
          12,
        );
      }),
    );
  });
});

describe('falsePositiveRateAt95', () => {
  it('is the share of out-of-domain photos that pass where 95 % of in-domain ones do', () => {
    const inside = Array.from({ length: 20 }, (_, i) => i + 1); // 19 of 20 are at most 19.
    expect(falsePositiveRateAt95(inside, [10, 19, 19.5, 30])).toBe(0.5);
    expect(falsePositiveRateAt95(inside, [30, 31])).toBe(0);
  });
});
