import { describe, expect, it } from 'vitest';
import { bootstrapInterval } from '../../../../src/core/calibrate/bootstrap';
import { createRandom } from '../../../../src/core/random';

const meanOf = (values: readonly number[]) => (indices: Uint32Array) =>
  indices.reduce((sum, i) => sum + (values[i] ?? NaN), 0) / indices.length;

describe('bootstrapInterval', () => {
  it('agrees with the normal interval where that is right', () => {
    // 400 draws of a fair coin: standard error √(0.25 / 400) = 0.025, interval ± 1.96 × 0.025.
    const coin = Array.from({ length: 400 }, (_, i) => i % 2);
    const { value, low, high } = bootstrapInterval(400, meanOf(coin), { seed: 1, range: [0, 1] });
    expect(value).toBe(0.5);
    expect(low).toBeCloseTo(0.5 - 0.049, 2);
    expect(high).toBeCloseTo(0.5 + 0.049, 2);
  });

  it('holds the true mean about 95 times in 100', () => {
    const random = createRandom(4);
    let held = 0;
    for (let run = 0; run < 200; run++) {
      const values = Array.from({ length: 80 }, () => random.nextFloat());
      const options = { seed: run, range: [0, 1] as const, resamples: 300 };
      const { low, high } = bootstrapInterval(80, meanOf(values), options);
      if (low <= 0.5 && high >= 0.5) held += 1;
    }
    expect(held / 200).toBeGreaterThan(0.9);
  });

  it('gives the same interval for the same seed, and hands over ascending indices', () => {
    const seen: Uint32Array[] = [];
    const measure = (indices: Uint32Array) => {
      seen.push(indices.slice());
      return indices.reduce((sum, i) => sum + i, 0) / 20 / 20;
    };
    const options = { seed: 3, range: [0, 1] as const, resamples: 50 };
    expect(bootstrapInterval(20, measure, options)).toEqual(
      bootstrapInterval(20, measure, options),
    );
    for (const indices of seen) {
      expect(indices).toHaveLength(20);
      expect(Array.from(indices)).toEqual(Array.from(indices).sort((a, b) => a - b));
    }
  });

  it('claims nothing from fewer than ten photos', () => {
    const one = bootstrapInterval(1, () => 0.3, { seed: 1, range: [0, 1] });
    expect(one).toEqual({ value: 0.3, low: 0, high: 1 });
  });

  it('stays in its range and around its value', () => {
    const rare = Array.from({ length: 50 }, (_, i) => (i === 0 ? 1 : 0));
    const { value, low, high } = bootstrapInterval(50, meanOf(rare), { seed: 2, range: [0, 1] });
    expect(low).toBeGreaterThanOrEqual(0);
    expect(low).toBeLessThanOrEqual(value);
    expect(high).toBeGreaterThanOrEqual(value);
  });

  it('refuses no photos and figures that are no numbers', () => {
    expect(() => bootstrapInterval(0, () => 0, { seed: 1, range: [0, 1] })).toThrow(RangeError);
    expect(() => bootstrapInterval(20, () => NaN, { seed: 1, range: [0, 1] })).toThrow(RangeError);
  });
});
