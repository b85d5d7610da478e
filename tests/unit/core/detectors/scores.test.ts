import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreEnergy } from '../../../../src/core/detectors/energy';
import { scoreGen } from '../../../../src/core/detectors/gen';
import { scoreKinds } from '../../../../src/core/detectors/kinds';
import { fitClassKnn } from '../../../../src/core/detectors/class-knn';
import { fitClassScaledKnn } from '../../../../src/core/detectors/class-scaled-knn';
import { fitKnn } from '../../../../src/core/detectors/knn';
import { fitMahalanobis } from '../../../../src/core/detectors/mahalanobis';
import { scoreMaxLogit } from '../../../../src/core/detectors/max-logit';
import { scoreMsp } from '../../../../src/core/detectors/msp';
import { scoreDefinitions } from '../../../../src/core/detectors/registry';
import { fitRelativeMahalanobis } from '../../../../src/core/detectors/relative-mahalanobis';
import { fitScaledKnn } from '../../../../src/core/detectors/scaled-knn';
import { fitResidual } from '../../../../src/core/detectors/vim';
import { cosinesOf, referencesOf } from './support';

describe('scores of logits', () => {
  // Worked by hand: softmax of [ln 3, 0] is [3/4, 1/4].
  const logits = [Math.log(3), 0];

  it('MSP is one minus the largest probability', () => {
    expect(scoreMsp(logits)).toBeCloseTo(0.25, 12);
    expect(scoreMsp([50, 0])).toBeGreaterThan(0);
  });

  it('MaxLogit is the largest logit, negated', () => {
    expect(scoreMaxLogit(logits)).toBe(-Math.log(3));
  });

  it('energy is minus the log of the summed powers: ln 4', () => {
    expect(scoreEnergy(logits)).toBeCloseTo(-Math.log(4), 12);
    expect(scoreEnergy([1000, 1000])).toBeCloseTo(-1000 - Math.log(2), 9);
  });

  it('GEN is Σ (p(1 − p))^0.1: twice (3/16)^0.1 here', () => {
    expect(scoreGen(logits)).toBeCloseTo(2 * (3 / 16) ** 0.1, 12);
  });
});

describe('scores of features', () => {
  const rows = [
    [1, 0],
    [0.8, 0.6],
    [0, 1],
  ];
  const references = referencesOf(rows, [0, 0, 1]);
  const input = (photo: number[]) => ({ logits: [0, 0], similarities: cosinesOf(photo, rows) });

  it('KNN is the cosine distance to the k-th nearest', () => {
    expect(fitKnn(1)(input([1, 0]))).toBeCloseTo(0, 6);
    expect(fitKnn(2)(input([1, 0]))).toBeCloseTo(0.2, 6);
    expect(fitKnn(9)(input([1, 0]))).toBeCloseTo(1, 6);
  });

  it('class KNN wants k neighbours of one label, or the last there is', () => {
    // To [0.6, 0.8]: cosines 0.6 and 0.96 of label 0, 0.8 of label 1, which has one photo.
    expect(fitClassKnn(references, 2)(input([0.6, 0.8]))).toBeCloseTo(0.2, 6);
    expect(fitClassKnn(references, 1)(input([0.6, 0.8]))).toBeCloseTo(0.04, 6);
  });

  it('scaled KNN divides by how far apart photos lie there', () => {
    // Nearest of [0, 1] is itself (distance 0), whose own nearest is [0.8, 0.6]: 1 − 0.6.
    expect(fitScaledKnn(references, 1)(input([0.6, 0.8]))).toBeCloseTo(0.04 / 0.2, 5);
  });

  it('class-scaled KNN divides by the label’s own usual distance', () => {
    // Label 0: both its photos lie 0.2 from each other; label 1 has one photo and borrows that.
    expect(fitClassScaledKnn(references, 1)(input([0.6, 0.8]))).toBeCloseTo(0.04 / 0.2, 5);
    expect(fitClassScaledKnn(references, 1)(input([0, 1]))).toBeCloseTo(0, 5);
  });
});

describe('Mahalanobis in dual form', () => {
  const unit = (row: number[]) => {
    const norm = Math.hypot(...row);
    return row.map((value) => value / norm);
  };
  const rows = [
    [3, 1, 0.5],
    [2, 1, 1],
    [3, 0.2, 0.1],
    [0.1, 2, 3],
    [0.5, 1, 3],
    [0.3, 2, 2],
  ].map(unit);
  const labels = [0, 0, 0, 1, 1, 1];
  const photo = unit([1, 1.5, 0.7]);

  // Computed straight from the definition: pooled within-label covariance, shrunk, inverted.
  function direct(members: number[][], shrinkage: number): number {
    const means = members.map((group) =>
      [0, 1, 2].map((at) => group.reduce((sum, i) => sum + (rows[i]?.[at] ?? 0), 0) / group.length),
    );
    const centred = members.flatMap((group, g) =>
      group.map((i) => [0, 1, 2].map((at) => (rows[i]?.[at] ?? 0) - (means[g]?.[at] ?? 0))),
    );
    const covariance = [0, 1, 2].map((a) =>
      [0, 1, 2].map(
        (b) => centred.reduce((sum, row) => sum + (row[a] ?? 0) * (row[b] ?? 0), 0) / rows.length,
      ),
    );
    const trace = covariance.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
    const shrunk = covariance.map((row, a) =>
      row.map((value, b) => (1 - shrinkage) * value + (a === b ? (shrinkage * trace) / 3 : 0)),
    );
    return Math.min(
      ...means.map((mean) => {
        const z = photo.map((value, at) => value - (mean[at] ?? 0));
        return z.reduce((sum, value, at) => sum + value * (solve(shrunk, z)[at] ?? 0), 0);
      }),
    );
  }

  it.each([0.1, 0.5, 0.9])('agrees with the plain form at a shrinkage of %f', (shrinkage) => {
    const references = referencesOf(rows, labels);
    const input = { logits: [0, 0], similarities: cosinesOf(photo, rows) };
    const expected = direct(
      [
        [0, 1, 2],
        [3, 4, 5],
      ],
      shrinkage,
    );
    expect(fitMahalanobis(references, shrinkage)(input)).toBeCloseTo(expected, 3);
    const all = direct([[0, 1, 2, 3, 4, 5]], shrinkage);
    expect(fitRelativeMahalanobis(references, shrinkage)(input)).toBeCloseTo(expected - all, 3);
  });

  it('ViM’s residual is what the principal plane leaves over', () => {
    // Photos of the plane z = 0 only: the residual of one outside it is its height over the plane.
    const flat = [
      [1, 0, 0],
      [0, 1, 0],
      [0.6, 0.8, 0],
      [0.8, -0.6, 0],
    ];
    const measure = fitResidual(referencesOf(flat, [0, 0, 0, 0]));
    expect(measure(cosinesOf([0, 0.6, 0.8], flat))).toBeGreaterThanOrEqual(0.8 - 1e-6);
    expect(measure(cosinesOf([0.6, 0.8, 0], flat))).toBeLessThan(0.6);
  });
});

describe('every score', () => {
  const row = fc
    .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 })
    .filter((values) => Math.hypot(...values) > 1e-3);
  const logits = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), {
    minLength: 2,
    maxLength: 2,
  });

  it.each(scoreKinds)(
    '%s is finite whatever the references: one photo, one label, all the same',
    (kind) => {
      fc.assert(
        fc.property(
          fc.array(row, { minLength: 1, maxLength: 8 }),
          fc.integer({ min: 1, max: 3 }),
          fc.boolean(),
          row,
          logits,
          (rows, labels, same, photo, values) => {
            const used = same ? rows.map(() => rows[0] ?? []) : rows;
            const references = referencesOf(
              used,
              used.map((_, i) => i % labels),
            );
            const score = scoreDefinitions[kind].fit(references, { k: 2, weight: 1 });
            expect(score({ logits: values, similarities: cosinesOf(photo, used) })).toSatisfy(
              Number.isFinite,
            );
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  it.each(scoreKinds)('%s does not depend on the order of the references', (kind) => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 4, maxLength: 8 }), row, (rows, photo) => {
        const labels = rows.map((_, i) => i % 2);
        const fit = (order: number[]) => {
          const used = order.map((i) => rows[i] ?? []);
          const score = scoreDefinitions[kind].fit(
            referencesOf(
              used,
              order.map((i) => labels[i] ?? 0),
            ),
            { k: 2 },
          );
          return score({ logits: [1, 2], similarities: cosinesOf(photo, used) });
        };
        const forward = rows.map((_, i) => i);
        const [a, b] = [fit(forward), fit([...forward].reverse())];
        expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-3 * (1 + Math.abs(a)));
      }),
      { numRuns: 40, seed: 7 },
    );
  });
});

/** Gaussian elimination with pivoting. */
function solve(matrix: number[][], vector: number[]): number[] {
  const rows = matrix.map((row, i) => [...row, vector[i] ?? 0]);
  const n = vector.length;
  for (let i = 0; i < n; i++) {
    const pivot = rows
      .slice(i)
      .reduce(
        (best, row, at) => (Math.abs(row[i] ?? 0) > Math.abs(rows[best]?.[i] ?? 0) ? at + i : best),
        i,
      );
    [rows[i], rows[pivot]] = [rows[pivot] ?? [], rows[i] ?? []];
    for (let j = 0; j < n; j++) {
      if (j === i) continue;
      const factor = (rows[j]?.[i] ?? 0) / (rows[i]?.[i] ?? 1);
      rows[j] = (rows[j] ?? []).map((value, at) => value - factor * (rows[i]?.[at] ?? 0));
    }
  }
  return rows.map((row, i) => (row[n] ?? 0) / (row[i] ?? 1));
}
