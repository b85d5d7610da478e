import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creditSpans, measureSpan, type SpanAnswer } from '../../../src/core/doctor-span';

/** One view a photo. */
function alone(rows: readonly (readonly [features: number[], logits: number[]])[]): SpanAnswer[][] {
  return rows.map(([features, logits]) => [{ features, logits }]);
}

/** Logits of a last layer with one direction for each of two labels, opposite. */
function answer(features: number[], row: readonly number[]): [number[], number[]] {
  const sum = features.reduce((total, value, i) => total + value * (row[i] ?? 0), 0);
  return [features, [sum, -sum]];
}

describe('measureSpan', () => {
  it('is the squared length of the rows in the span, less what the ridge takes', () => {
    // Features ±e₁, centred as they are; logits ±2, for the rows ±2·e₁. G = [[1, -1], [-1, 1]], its
    // mean diagonal 1, so G + 0.1 has the eigenvalue 2.1 along (1, -1)/√2. Each label's column
    // ±(2, -2) has squared length 8 there: 2 · 8 / 2.1.
    const photos = alone([answer([1, 0], [2, 5]), answer([-1, 0], [2, 5])]);
    expect(measureSpan(photos)).toBeCloseTo(16 / 2.1, 12);
  });

  it('changes with neither a bias nor what all features have in common', () => {
    const row = [2, -1, 3];
    const rows = [
      [1, 0, 2],
      [0, 4, -1],
      [-2, 1, 1],
    ];
    const moved = rows.map((features): [number[], number[]] => {
      const [, [up = NaN, down = NaN]] = answer(features, row);
      return [features.map((value) => value + 7), [up + 3, down - 5]];
    });
    expect(measureSpan(alone(moved))).toBeCloseTo(
      measureSpan(alone(rows.map((features) => answer(features, row)))),
      9,
    );
  });

  it('is 0 where all photos have the same features', () => {
    expect(measureSpan(alone([answer([1, 2], [1, 0]), answer([1, 2], [1, 0])]))).toBe(0);
  });
});

describe('creditSpans', () => {
  const row = [3, 0, 0, 0];
  const along = [
    [1, 0.1, 0, 0],
    [-1, 0, 0.2, 0],
    [2, 0, 0, 0.1],
    [-2, 0.1, 0.1, 0],
  ].map((features) => answer(features, row));
  /** The same photos, their features turned aside from what the layer looks at. */
  const aside = along.map(([features]) =>
    answer([(features[0] ?? 0) * 0.6, (features[0] ?? 0) * 0.8, 0.1, ...features.slice(3)], row),
  );

  it('favours the features in whose span more of the layer lies', () => {
    const [own = [], other = []] = creditSpans([alone(along), alone(aside)], 0);
    expect(own).toEqual([0, 0, 0, 0]);
    expect(other.reduce((a, b) => a + b, 0)).toBeLessThan(-1);
  });

  it('says the same of features and answers of any size', () => {
    const times = (by: number) =>
      alone(
        along.map(([features, logits]) => [features.map((v) => v * by), logits.map((v) => v * by)]),
      );
    const [, larger = []] = creditSpans([times(1), times(50)], 0);
    larger.forEach((credit) => expect(credit).toBeCloseTo(0, 9));
  });

  it('compares a way that was given up on the photos that it saw', () => {
    const [, short] = creditSpans([alone(along), alone(along.slice(0, 3))], 0);
    expect(short).toEqual([0, 0, 0]);
  });

  it('says at most 2 nats a photo, and a number, whatever a network says', () => {
    const numbers = fc.array(fc.float(), { minLength: 2, maxLength: 2 });
    const photo = fc.tuple(numbers, numbers);
    const way = fc.array(photo, { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(way, way, (one, two) => {
        for (const credit of creditSpans([alone(one), alone(two)], 0).flat()) {
          expect(Math.abs(credit)).toBeLessThanOrEqual(2);
        }
      }),
    );
  });
});
