import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SetScore, SetSpec } from '../../../../src/core/manifest';
import { createRandom } from '../../../../src/core/random';
import { chooseSetScore, fitSets } from '../../../../src/core/sets/fit-sets';
import { findHighestCoverage } from '../../../../src/core/sets/highest-coverage';
import {
  clampCoverage,
  computeLabelPValues,
  isInSet,
} from '../../../../src/core/sets/label-p-values';
import { buildSet, measureSets } from '../../../../src/core/sets/measure-sets';
import { scoreLabels } from '../../../../src/core/sets/set-score';
import { thinScores } from '../../../../src/core/sets/thin-scores';

const lac: SetScore = { kind: 'lac' };
const raps: SetScore = { kind: 'raps', penalty: 0.1, freeRanks: 1 };
const withSets = (sets: SetSpec) => ({ sets, coverage: 0.9 });

/** Probabilities of one photo, summing to 1. */
const photo = (labelCount: number) =>
  fc
    .array(fc.integer({ min: 1, max: 1000 }), { minLength: labelCount, maxLength: labelCount })
    .map((parts) => parts.map((part) => part / parts.reduce((a, b) => a + b, 0)));

describe('scoreLabels', () => {
  it('is one minus the probability for LAC', () => {
    expect(scoreLabels([0.7, 0.2, 0.1], lac)).toEqual([0.3, 0.8, 0.9]);
  });

  it('is the mass above and a penalty by rank for RAPS', () => {
    // Eq. 4 of Angelopoulos et al. 2021 with u = 0, λ = 0.1, k_reg = 1, by hand:
    // rank 1: 0 + 0; rank 2: 0.5 + 0.1 × 1; rank 3: 0.8 + 0.1 × 2; rank 4: 0.95 + 0.1 × 3.
    expect(scoreLabels([0.3, 0.5, 0.05, 0.15], raps)).toEqual([0.6, 0, 1.25, 1]);
  });

  it('treats labels of one probability alike, whichever comes first', () => {
    const scores = scoreLabels([0.25, 0.25, 0.25, 0.25], raps);
    expect(new Set(scores).size).toBe(1);
  });

  it('never moves with the order of the labels', () => {
    fc.assert(
      fc.property(photo(5), fc.constantFrom(lac, raps), (probabilities, score) => {
        const turned = [...probabilities.slice(2), ...probabilities.slice(0, 2)];
        const scores = scoreLabels(probabilities, score);
        expect(scoreLabels(turned, score)).toEqual([...scores.slice(2), ...scores.slice(0, 2)]);
      }),
    );
  });
});

describe('thinScores', () => {
  it('keeps ranks ⌈j (n + 1) / (m + 1)⌉', () => {
    // n = 9, m = 4: ranks ⌈2⌉, ⌈4⌉, ⌈6⌉, ⌈8⌉.
    expect(thinScores([1, 2, 3, 4, 5, 6, 7, 8, 9], 4)).toEqual([2, 4, 6, 8]);
    expect(thinScores([1, 2, 3], 4)).toEqual([1, 2, 3]);
    expect(thinScores([], 4)).toEqual([]);
  });

  it('keeps the guarantee: of exchangeable scores at most α get a p-value of α or less', () => {
    const values = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 3, maxLength: 50 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 20 }), (all, most) => {
        const pValues = all.map((score, i) => {
          const kept = thinScores(
            all.toSpliced(i, 1).sort((a, b) => a - b),
            most,
          );
          return (1 + kept.filter((one) => one >= score).length) / (kept.length + 1);
        });
        for (const alpha of [0.01, 0.05, 0.1, 0.2, 0.5]) {
          const low = pValues.filter((pValue) => pValue <= alpha).length;
          expect(low / all.length).toBeLessThanOrEqual(alpha + 1e-9);
        }
      }),
    );
  });
});

describe('computeLabelPValues', () => {
  it('counts the held-out photos that fitted at least as badly', () => {
    const sets: SetSpec = { score: lac, groups: null, heldOutScores: [[0.1, 0.2, 0.3, 0.8]] };
    // Scores 0.2, 0.85 and 0.95: three, none and none of four are as bad; the photo counts itself.
    const pValues = computeLabelPValues([0.8, 0.15, 0.05], withSets(sets));
    expect(pValues).toEqual([4 / 5, 1 / 5, 1 / 5]);
  });

  it('compares each label with its own group', () => {
    const sets: SetSpec = { score: lac, groups: [0, 1], heldOutScores: [[0.1], [0.9]] };
    expect(computeLabelPValues([0.5, 0.5], withSets(sets))).toEqual([1 / 2, 1]);
  });

  it('covers exactly as often as stated: every photo in turn plays the new one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(photo(4), fc.nat(3)), { minLength: 4, maxLength: 40 }),
        fc.constantFrom(lac, raps),
        fc.constantFrom(0.8, 0.9, 0.95),
        (photos, score, coverage) => {
          const covered = photos.filter(([probabilities, truth], i) => {
            const others = photos.toSpliced(i, 1);
            const rows = others.map(([row]) => row);
            const sets = fitSets(rows, others.map(([, own]) => own), score); // prettier-ignore
            if (!sets) return true;
            const pValues = computeLabelPValues(probabilities, withSets(sets));
            return isInSet(pValues?.[truth] ?? 0, coverage);
          });
          expect(covered.length / photos.length).toBeGreaterThanOrEqual(coverage - 1e-9);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('does not depend on the order of the held-out photos', () => {
    const random = createRandom(2);
    const rows = Array.from({ length: 30 }, () => [random.nextFloat(), random.nextFloat()]);
    const photos = rows.map((row, i) => ({ row, truth: i % 2 }));
    const fit = (some: typeof photos) =>
      fitSets(some.map(({ row }) => row), some.map(({ truth }) => truth), lac); // prettier-ignore
    expect(fit(random.shuffle(photos))).toEqual(fit(photos));
  });

  it('is monotone: a likelier label never has the lower p-value, a higher coverage the smaller set', () => {
    const sets: SetSpec = { score: lac, groups: null, heldOutScores: [[0.01, 0.1, 0.3, 0.6, 0.9]] };
    fc.assert(
      fc.property(photo(5), (probabilities) => {
        const pValues = computeLabelPValues(probabilities, withSets(sets)) ?? [];
        probabilities.forEach((a, i) => {
          probabilities.forEach((b, j) => {
            if (a > b) expect(pValues[i]).toBeGreaterThanOrEqual(pValues[j] ?? 0);
          });
        });
        const sizes = [0.8, 0.9, 0.99].map((coverage) =>
          buildSet(probabilities, pValues, coverage),
        );
        expect(sizes[0]?.length).toBeLessThanOrEqual(sizes[1]?.length ?? 0);
        expect(sizes[1]?.length).toBeLessThanOrEqual(sizes[2]?.length ?? 0);
      }),
    );
  });

  it('knows of an earlier manifest what its threshold says, and lets every label in above that', () => {
    const old = { setThreshold: 0.3, coverage: 0.9 };
    const pValues = computeLabelPValues([0.6, 0.35, 0.05], old) ?? [];
    const namesAt = (coverage: number) => pValues.map((pValue) => isInSet(pValue, coverage));
    expect(namesAt(0.8)).toEqual([true, true, false]);
    expect(namesAt(0.9)).toEqual([true, true, false]);
    expect(namesAt(0.91)).toEqual([true, true, true]);
  });

  it('has none without a calibration and refuses NaN', () => {
    expect(computeLabelPValues([0.5, 0.5], null)).toBeNull();
    expect(computeLabelPValues([0.5, 0.5], { coverage: 0.9 })).toBeNull();
    expect(() => computeLabelPValues([NaN, 0.5], null)).toThrow(RangeError);
  });
});

describe('isInSet', () => {
  it('leaves a p-value of exactly 1 − coverage out, whatever rounding says', () => {
    for (const coverage of [0.8, 0.85, 0.9, 0.95, 0.99]) {
      const alpha = Math.round((1 - coverage) * 100) / 100;
      expect(isInSet(alpha, coverage)).toBe(false);
      expect(isInSet(alpha + 1e-4, coverage)).toBe(true);
    }
  });
});

describe('clampCoverage', () => {
  it('keeps to what sets can promise', () => {
    expect([0.5, 0.93, 1, NaN].map(clampCoverage)).toEqual([0.8, 0.93, 0.99, 0.99]);
  });
});

describe('fitSets', () => {
  const draw = (count: number, labelCount: number) => {
    const random = createRandom(6);
    return Array.from({ length: count }, () => {
      const row = Array.from({ length: labelCount }, () => random.nextFloat());
      const total = row.reduce((a, b) => a + b, 0);
      return row.map((value) => value / total);
    });
  };

  it('caps what a manifest carries', () => {
    const rows = draw(3000, 2);
    const one = fitSets(rows.slice(0, 600), rows.slice(0, 600).map(() => 0), lac); // prettier-ignore
    expect(one?.groups).toBeNull();
    expect(one?.heldOutScores[0]).toHaveLength(499);
    const each = fitSets(rows, rows.map((_, i) => i % 2), lac); // prettier-ignore
    expect(each?.groups).toEqual([0, 1]);
    expect(each?.heldOutScores.map(({ length }) => length)).toEqual([199, 199]);
  });

  it('takes the score by the number of labels alone', () => {
    expect(chooseSetScore(3)).toEqual({ kind: 'lac' });
    expect(chooseSetScore(1000).kind).toBe('raps');
  });

  it('has none for no photos, copes with one, and refuses what is not a number', () => {
    expect(fitSets([], [], lac)).toBeNull();
    expect(fitSets([[0.4, 0.6]], [1], lac)?.heldOutScores).toEqual([[0.4]]);
    expect(() => fitSets([[NaN, 0.6]], [0], lac)).toThrow(RangeError);
    expect(() => fitSets([[0.4, 0.6]], [2], lac)).toThrow(RangeError);
  });
});

describe('findHighestCoverage', () => {
  const scores = (count: number) => Array.from({ length: count }, (_, i) => i / count);

  it('is n / (n + 1) of the smallest list, to the hundredth below', () => {
    const at = (...counts: number[]) =>
      findHighestCoverage({
        coverage: 0.9,
        sets: { score: lac, groups: null, heldOutScores: counts.map(scores) },
      });
    expect(at(20)).toBe(0.95);
    expect(at(99)).toBe(0.99);
    expect(at(500)).toBe(0.99);
    expect(at(500, 19)).toBe(0.95);
  });

  it('is the stated one of an earlier manifest, and none without sets', () => {
    expect(findHighestCoverage({ coverage: 0.9, setThreshold: 0.2 })).toBe(0.9);
    expect(findHighestCoverage({ coverage: 0.9 })).toBeNull();
    expect(findHighestCoverage(null)).toBeNull();
  });

  it('is where sets begin to hold every label', () => {
    const sets: SetSpec = { score: lac, groups: null, heldOutScores: [scores(20)] };
    const pValues = computeLabelPValues([1, 0], withSets(sets)) ?? [];
    expect(buildSet([1, 0], pValues, 0.95)).toEqual([0]);
    expect(buildSet([1, 0], pValues, 0.96)).toEqual([0, 1]);
  });
});

describe('measureSets', () => {
  it('covers within the noise on a thousand new photos, at every coverage', () => {
    const random = createRandom(9);
    const draw = () => {
      const row = Array.from({ length: 4 }, () => Math.exp(4 * random.nextFloat()));
      const total = row.reduce((a, b) => a + b, 0);
      const probabilities = row.map((value) => value / total);
      let left = random.nextFloat();
      // Other than the model believes: it is far too sure of itself.
      const truth = probabilities.findIndex((p) => (left -= 0.1 + 0.6 * p) < 0);
      return { probabilities, truth: truth < 0 ? 3 : truth };
    };
    const heldOut = Array.from({ length: 1000 }, draw);
    for (const score of [lac, raps]) {
      const sets = fitSets(
        heldOut.map(({ probabilities }) => probabilities),
        heldOut.map(({ truth }) => truth),
        score,
      );
      if (!sets) throw new Error('no sets');
      const trials = Array.from({ length: 1000 }, draw).map((one) => ({
        ...one,
        pValues: computeLabelPValues(one.probabilities, withSets(sets)) ?? [],
      }));
      for (const { coverage, covered, meanSize } of measureSets(trials, 1)) {
        expect(covered.value).toBeGreaterThan(coverage - 0.03);
        expect(covered.value).toBeLessThan(coverage + 0.04);
        expect(meanSize.low).toBeLessThanOrEqual(meanSize.value);
        expect(meanSize.value).toBeLessThanOrEqual(4);
      }
    }
  });

  it('completes an empty set with the top label', () => {
    expect(buildSet([0.2, 0.5, 0.3], [0.01, 0.02, 0.01], 0.9)).toEqual([1]);
  });

  it('has nothing to say of no photos', () => {
    expect(measureSets([], 1)).toEqual([]);
  });
});
