import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideVerdict, type Evidence, type Thresholds } from '../../../src/core/verdict';

const thresholds: Thresholds = { confidence: 0.7, falseAlarmRate: 0.05 };

function evidence(
  confidence: number,
  pValue: number | null,
  predictionSet: string[] = [],
): Evidence {
  return {
    ranked: [
      { label: 'Grizzly bear', probability: confidence },
      { label: 'Black bear', probability: (1 - confidence) * 0.75 },
      { label: 'Teddy bear', probability: (1 - confidence) * 0.25 },
    ],
    predictionSet,
    familiarity: pValue === null ? null : { pValue, distance: 0.3, nearest: [] },
  };
}

describe('decideVerdict', () => {
  it.each([
    // confidence, p-value, kind: every side of, and every point on, both lines
    [0.9, 0.5, 'match'],
    [0.7, 0.5, 'match'],
    [0.699, 0.5, 'unsure'],
    [0.9, 0.0501, 'match'],
    [0.9, 0.05, 'out-of-domain'],
    [0.9, 0.01, 'out-of-domain'],
    [0.2, 0.01, 'out-of-domain'],
    [0.9, null, 'match'],
    [0.2, null, 'unsure'],
  ] as const)('confidence %d and p-value %s give %s', (confidence, pValue, kind) => {
    expect(decideVerdict(evidence(confidence, pValue), thresholds).kind).toBe(kind);
  });

  it('gives a label to a match alone', () => {
    expect(decideVerdict(evidence(0.9, 0.5), thresholds)).toHaveProperty('label', 'Grizzly bear');
    expect(decideVerdict(evidence(0.3, 0.5), thresholds)).not.toHaveProperty('label');
    expect(decideVerdict(evidence(0.9, 0.01), thresholds)).not.toHaveProperty('label');
  });

  it('names the prediction set when unsure', () => {
    const verdict = decideVerdict(evidence(0.5, 0.5, ['Grizzly bear', 'Teddy bear']), thresholds);
    expect(verdict).toMatchObject({ candidates: ['Grizzly bear', 'Teddy bear'] });
  });

  it('names the top two when the prediction set is too small or too large to help', () => {
    for (const set of [[], ['Grizzly bear'], ['a', 'b', 'c', 'd']]) {
      const verdict = decideVerdict(evidence(0.5, 0.5, set), thresholds);
      expect(verdict).toMatchObject({ candidates: ['Grizzly bear', 'Black bear'] });
    }
  });

  it('never warns at a false-alarm rate of 0, whatever the photo', () => {
    const verdict = decideVerdict(evidence(0.9, 0.0001), { ...thresholds, falseAlarmRate: 0 });
    expect(verdict.kind).toBe('match');
  });

  it('refuses broken evidence rather than judge it', () => {
    const none: Evidence = { ranked: [], predictionSet: [], familiarity: null };
    expect(() => decideVerdict(none, thresholds)).toThrow(RangeError);
    expect(() => decideVerdict(evidence(Number.NaN, 0.5), thresholds)).toThrow(RangeError);
    expect(() => decideVerdict(evidence(0.9, Number.NaN), thresholds)).toThrow(RangeError);
  });

  it('is monotone: a stricter line never turns a doubt into a match', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(unit, unit, unit, unit, unit, (confidence, pValue, line, rate, more) => {
        const given = evidence(confidence, pValue);
        const loose = decideVerdict(given, { confidence: line, falseAlarmRate: rate });
        const strict = decideVerdict(given, {
          confidence: line + (1 - line) * more,
          falseAlarmRate: rate + (1 - rate) * more,
        });
        if (strict.kind === 'match') expect(loose.kind).toBe('match');
      }),
    );
  });
});
