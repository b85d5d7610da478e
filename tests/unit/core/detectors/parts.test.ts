import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBank, openBank } from '../../../../src/core/bank';
import { trainDualHead } from '../../../../src/core/detectors/dual-head';
import { decompose } from '../../../../src/core/detectors/eigen';
import { corruptImage, drawFarImage } from '../../../../src/core/detectors/far-images';
import { fuseHeldOut, fusePValues } from '../../../../src/core/detectors/fuse';
import { pickCovering } from '../../../../src/core/detectors/k-center';
import { measureCosines, takeDirections } from '../../../../src/core/detectors/parts';
import { conformalPValue } from '../../../../src/core/conformal';
import { createRandom } from '../../../../src/core/random';

describe('decompose', () => {
  it('finds the eigenvalues of a worked matrix: 3 and 1', () => {
    const { values, vectors } = decompose(Float64Array.of(2, 1, 1, 2), 2);
    expect([...values].map((value) => value.toFixed(9))).toEqual(['3.000000000', '1.000000000']);
    expect(Math.abs(vectors[0] ?? 0)).toBeCloseTo(Math.SQRT1_2, 9);
  });

  it('puts any symmetric matrix together again', () => {
    const entry = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 7 })
          .chain((n) =>
            fc.array(entry, { minLength: n * n, maxLength: n * n }).map((all) => ({ n, all })),
          ),
        ({ n, all }) => {
          const matrix = Float64Array.from(
            all,
            (_, at) => ((all[at] ?? 0) + (all[(at % n) * n + Math.floor(at / n)] ?? 0)) / 2,
          );
          const { values, vectors } = decompose(matrix, n);
          matrix.forEach((value, at) => {
            const [i, j] = [Math.floor(at / n), at % n];
            let sum = 0;
            for (let k = 0; k < n; k++)
              sum += (values[k] ?? 0) * (vectors[k * n + i] ?? 0) * (vectors[k * n + j] ?? 0);
            expect(sum).toBeCloseTo(value, 8);
          });
        },
      ),
    );
  });
});

describe('pickCovering', () => {
  const places = [0, 0.1, 0.2, 5, 5.1, 10];
  const distance = (a: number, b: number) => Math.abs((places[a] ?? 0) - (places[b] ?? 0));

  it('goes to the furthest each time', () => {
    const picked = pickCovering([0, 0, 0, 0, 0, 0], 3, distance).map((i) => places[i]);
    expect(picked).toContain(10);
    expect(picked.some((place) => (place ?? 0) < 1)).toBe(true);
    expect(picked.some((place) => Math.abs((place ?? 0) - 5) < 1)).toBe(true);
  });

  it('covers within twice the best radius, and shares places by label', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 9 }),
        fc.integer({ min: 1, max: 3 }),
        (values, most) => {
          const gap = (a: number, b: number) => Math.abs((values[a] ?? 0) - (values[b] ?? 0));
          const radius = (centres: readonly number[]) =>
            Math.max(...values.map((_, i) => Math.min(...centres.map((c) => gap(i, c)))));
          const picked = pickCovering(
            values.map(() => 0),
            most,
            gap,
          );
          expect(picked).toHaveLength(most);
          const subsets = (from: number, left: number): number[][] =>
            left === 0
              ? [[]]
              : values
                  .slice(from)
                  .flatMap((_, i) =>
                    subsets(from + i + 1, left - 1).map((rest) => [from + i, ...rest]),
                  );
          const best = Math.min(...subsets(0, most).map(radius));
          expect(radius(picked)).toBeLessThanOrEqual(2 * best + 1e-9);
        },
      ),
    );
    const labels = [0, 0, 0, 0, 1, 1];
    expect(pickCovering(labels, 3, distance).map((i) => labels[i])).toEqual([0, 0, 1]);
  });
});

describe('fusing p-values', () => {
  it('is Fisher’s sum of logs, and Cauchy’s mean tangent', () => {
    expect(fusePValues([0.1, 0.5], 'fisher')).toBeCloseTo(-Math.log(0.05), 12);
    // tan((½ − ¼)π) = 1 and tan(0) = 0.
    expect(fusePValues([0.25, 0.5], 'cauchy')).toBeCloseTo(0.5, 12);
    expect(fusePValues([1, 1], 'cauchy')).toSatisfy(Number.isFinite);
  });

  it.each(['fisher', 'cauchy'] as const)(
    '%s keeps the rate by construction, dependent or not',
    (fusion) => {
      // 2,000 draws of 39 held-out photos and a new one, two scores that hang together: at most 5 %.
      const random = createRandom(4);
      let alarms = 0;
      const draws = 2000;
      for (let draw = 0; draw < draws; draw++) {
        const scores = Array.from({ length: 40 }, () => {
          const shared = random.nextFloat();
          return [shared + 0.3 * random.nextFloat(), shared + random.nextFloat()];
        });
        const column = (at: number) =>
          Float64Array.from(scores.slice(0, 39), (row) => row[at] ?? 0);
        const columns = [column(0), column(1)];
        const fused = [...fuseHeldOut(columns, fusion)].sort((a, b) => a - b);
        const pValues = columns.map((values, at) =>
          conformalPValue(
            scores[39]?.[at] ?? 0,
            [...values].sort((a, b) => a - b),
          ),
        );
        if (conformalPValue(fusePValues(pValues, fusion), fused) <= 0.05) alarms++;
      }
      // Three standard errors above 5 %; and not so careful that it would never warn.
      expect(alarms / draws).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / draws));
      expect(alarms / draws).toBeGreaterThan(0.02);
    },
  );
});

describe('a bank of int8', () => {
  it('gives each part’s cosines within two thousandths of the exact ones', () => {
    const random = createRandom(9);
    const rows = Array.from({ length: 20 }, () =>
      Float32Array.from(
        { length: 1280 },
        (_, i) => random.nextFloat() ** 4 * (i < 960 ? 0.03 : 0.06),
      ),
    );
    const bank = openBank(
      encodeBank(rows),
      1280,
      rows.map(() => 0),
    );
    const stored = rows.map((_, i) => bank.rows.subarray(i * 1280, (i + 1) * 1280));
    for (const part of [
      { start: 0, length: 960 },
      { start: 960, length: 320 },
    ]) {
      const exact = takeDirections(rows, part);
      const photo = exact.rows.subarray(0, part.length);
      const cosines = measureCosines(photo, takeDirections(stored, part));
      measureCosines(photo, exact).forEach((cosine, i) => {
        expect(Math.abs(cosine - (cosines[i] ?? 0))).toBeLessThan(2e-3);
      });
    }
  });
});

describe('trainDualHead', () => {
  it('tells two directions apart, and says so on both sides', () => {
    const gram = Float64Array.of(1, 0.9, 0, 0.9, 1, 0, 0, 0, 1);
    const head = trainDualHead(gram, [3, 3, 7]);
    const [first = 0, second = 0] = head.answer([1, 0.9, 0]);
    expect(first).toBeGreaterThan(second);
    const [one = 0, two = 0] = head.answer([0, 0, 1]);
    expect(two).toBeGreaterThan(one);
  });
});

describe('pictures of nothing', () => {
  it('are the same for the same seed, and differ from seed to seed', () => {
    const drawn = Array.from({ length: 14 }, (_, seed) => drawFarImage(seed, 16, 16));
    expect(drawFarImage(3, 16, 16)).toEqual(drawn[3]);
    expect(new Set(drawn.map(({ data }) => data.join())).size).toBe(14);
    expect(
      drawn.every(
        ({ data }) =>
          data.length === 4 * 256 && data.every((value, at) => at % 4 !== 3 || value === 255),
      ),
    ).toBe(true);
  });

  it('corrupt a photo past knowing in four ways', () => {
    const photo = drawFarImage(5, 16, 16);
    const kinds = [0, 1, 2, 3].map((seed) => corruptImage(photo, seed).data.join());
    expect(new Set([photo.data.join(), ...kinds]).size).toBe(5);
  });
});
