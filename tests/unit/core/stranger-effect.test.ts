import { describe, expect, it } from 'vitest';
import { measureEffect } from '../../../src/core/stranger-effect';
import type { Evidence } from '../../../src/core/verdict';

function evidence(probability: number, pValue: number | null): Evidence {
  return {
    ranked: [{ label: 'a', probability, setPValue: null }],
    unrankedSetPValues: [],
    familiarity: pValue === null ? null : { pValue, distance: 0.5, nearest: [] },
  };
}

describe('measureEffect', () => {
  const photos = [
    { before: evidence(0.99, null), after: evidence(0.7, 0.01) },
    { before: evidence(0.9, null), after: evidence(0.85, 0.5) },
    { before: evidence(0.4, null), after: evidence(0.3, 0.5) },
  ];
  const before = { confidence: 0.8, falseAlarmRate: 0.05, coverage: 0.9 };

  it('counts labels without a doubt before and after, and warnings', () => {
    expect(measureEffect(photos, before, before)).toEqual({
      photos: 3,
      labelledBefore: 2,
      labelledAfter: 1,
      warned: 1,
    });
  });

  it('follows the line that the user draws', () => {
    const strict = { confidence: 0.8, falseAlarmRate: 0.6, coverage: 0.9 };
    expect(measureEffect(photos, before, strict)).toMatchObject({ labelledAfter: 0, warned: 3 });
  });

  it('has nothing to count without photos', () => {
    expect(measureEffect([], before, before).photos).toBe(0);
  });
});
