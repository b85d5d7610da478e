import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideVerdict, type Evidence, type Thresholds } from '../../../src/core/verdict';

const thresholds: Thresholds = { confidence: 0.7, falseAlarmRate: 0.05, coverage: 0.9 };

/** `setPValues`: of grizzly, black and teddy; none: the model has no sets. */
function evidence(
  confidence: number,
  pValue: number | null,
  setPValues: readonly (number | null)[] = [],
  unrankedSetPValues: number[] = [],
): Evidence {
  return {
    ranked: [
      { label: 'Grizzly bear', probability: confidence, setPValue: setPValues[0] ?? null },
      {
        label: 'Black bear',
        probability: (1 - confidence) * 0.75,
        setPValue: setPValues[1] ?? null,
      },
      {
        label: 'Teddy bear',
        probability: (1 - confidence) * 0.25,
        setPValue: setPValues[2] ?? null,
      },
    ],
    unrankedSetPValues,
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

  it('is unsure, and names the set, when two labels are in it, however confident', () => {
    const verdict = decideVerdict(evidence(0.99, 0.5, [0.8, 0.2, 0.01]), thresholds);
    expect(verdict).toMatchObject({
      kind: 'unsure',
      candidates: ['Grizzly bear', 'Black bear'],
      predictionSet: ['Grizzly bear', 'Black bear'],
      setSize: 2,
    });
  });

  it('follows the coverage that the user asks for, from the same evidence', () => {
    const given = evidence(0.95, 0.5, [0.8, 0.12, 0.03]);
    const at = (coverage: number) => decideVerdict(given, { ...thresholds, coverage });
    expect(at(0.8)).toMatchObject({ kind: 'match', setSize: 1 });
    // A p-value of 0.12 is above 1 − 0.9 and not above 1 − 0.88.
    expect(at(0.88)).toMatchObject({ kind: 'match', setSize: 1 });
    expect(at(0.9)).toMatchObject({ kind: 'unsure', setSize: 2 });
    expect(at(0.99)).toMatchObject({ kind: 'unsure', setSize: 3 });
  });

  it('counts labels that are not ranked, and names three at the most', () => {
    const verdict = decideVerdict(evidence(0.9, 0.5, [0.8, 0.5, 0.4], [0.3, 0.05]), thresholds);
    expect(verdict).toMatchObject({ kind: 'unsure', setSize: 4 });
    expect(verdict).toHaveProperty('candidates.length', 3);
  });

  it('is unsure of one ranked label when an unranked one is in the set too', () => {
    const verdict = decideVerdict(evidence(0.9, 0.5, [0.8, 0.01, 0.01], [0.4]), thresholds);
    expect(verdict).toMatchObject({ kind: 'unsure', setSize: 2 });
  });

  it('names the top two below the confidence line when the set has one label or there is none', () => {
    for (const pValues of [[], [0.8, 0.01, 0.01]]) {
      const verdict = decideVerdict(evidence(0.5, 0.5, pValues), thresholds);
      expect(verdict).toMatchObject({
        kind: 'unsure',
        candidates: ['Grizzly bear', 'Black bear'],
      });
    }
  });

  it('completes an empty set with the top label where a detector has let the photo pass', () => {
    const verdict = decideVerdict(evidence(0.9, 0.5, [0.03, 0.01, 0.01]), thresholds);
    expect(verdict).toMatchObject({ kind: 'match', predictionSet: ['Grizzly bear'], setSize: 1 });
  });

  it('warns without a detector when no label fits: the best p-value is at the rate or below', () => {
    const kindOf = (best: number, unranked: number[] = []) =>
      decideVerdict(evidence(0.9, null, [best, 0.01, 0.01], unranked), thresholds).kind;
    expect(kindOf(0.05)).toBe('out-of-domain');
    expect(kindOf(0.06)).toBe('match');
    expect(kindOf(0.05, [0.2])).not.toBe('out-of-domain');
  });

  it('never warns at a false-alarm rate of 0, whatever the photo', () => {
    const never = { ...thresholds, falseAlarmRate: 0 };
    expect(decideVerdict(evidence(0.9, 0.0001), never).kind).toBe('match');
    expect(decideVerdict(evidence(0.9, null, [0.001, 0.001, 0.001]), never).kind).toBe('match');
  });

  it('refuses broken evidence and broken lines rather than judge by them', () => {
    const none: Evidence = { ranked: [], unrankedSetPValues: [], familiarity: null };
    expect(() => decideVerdict(none, thresholds)).toThrow(RangeError);
    const fine = evidence(0.9, 0.5, [0.8, 0.1, 0.1]);
    for (const broken of [
      evidence(NaN, 0.5),
      evidence(0.9, NaN),
      evidence(0.9, 0.5, [NaN, 0.1, 0.1]),
      evidence(0.9, 0.5, [0.8, 0.1, 0.1], [NaN]),
    ]) {
      expect(() => decideVerdict(broken, thresholds)).toThrow(RangeError);
    }
    for (const line of ['confidence', 'falseAlarmRate', 'coverage'] as const) {
      expect(() => decideVerdict(fine, { ...thresholds, [line]: NaN })).toThrow(RangeError);
    }
  });

  it('is monotone: a stricter line never turns a doubt into a match', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    const pValues = fc.array(unit, { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(
        fc.tuple(unit, fc.option(unit), pValues, unit, unit, unit, unit),
        ([confidence, pValue, setPValues, line, rate, coverage, more]) => {
          const given = evidence(confidence, pValue, setPValues);
          const lines = { confidence: line, falseAlarmRate: rate, coverage };
          const loose = decideVerdict(given, lines);
          const raise = (value: number) => value + (1 - value) * more;
          const strict = decideVerdict(given, {
            confidence: raise(line),
            falseAlarmRate: raise(rate),
            coverage: raise(coverage),
          });
          if (strict.kind === 'match') expect(loose.kind).toBe('match');
          expect(strict.setSize).toBeGreaterThanOrEqual(loose.setSize);
        },
      ),
    );
  });
});
