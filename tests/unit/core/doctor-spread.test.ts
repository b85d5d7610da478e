import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creditSpreads, measureSpread, shareOfBars } from '../../../src/core/doctor-spread';

describe('measureSpread', () => {
  it('is the standard deviation of the logits', () => {
    // Mean 2, squares 4, 0, 4: √(8 / 3).
    expect(measureSpread([0, 2, 4], [0, 1, 2])).toBeCloseTo(Math.sqrt(8 / 3), 12);
  });

  it('leaves out labels that the photos are not of', () => {
    const logits = [3, -3, ...Array.from({ length: 998 }, (_, i) => (i % 2) * 40)];
    expect(measureSpread(logits, [0, 1])).toBeCloseTo(3, 12);
  });

  it('takes all labels where the photos are of one', () => {
    expect(measureSpread([1, -1, 1, -1], [0])).toBeCloseTo(1, 12);
  });

  it('sets a 0 beside a unit that is alone', () => {
    expect(measureSpread([-6], [0, 1])).toBeCloseTo(3, 12);
  });

  it('is 0 or more and finite, whatever a network says', () => {
    const labels = fc.array(fc.nat({ max: 5 }), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(fc.float(), { minLength: 1, maxLength: 5 }), labels, (logits, some) => {
        const spread = measureSpread(logits, some);
        expect(Number.isFinite(spread) && spread >= 0).toBe(true);
      }),
    );
  });
});

describe('creditSpreads', () => {
  const crop = { spreads: [10, 12, 11, 13], isPadded: false };
  const square = [0, 0, 0, 0];

  it('pays half a nat for a standard deviation of what two ways differ by', () => {
    const other = { spreads: [9, 12, 9, 12], isPadded: false };
    // Differences -1, 0, -2, -1: mean -1, squares 0, 1, 1, 0, deviation √(2 / 3), of one way √(1 / 3).
    const unit = Math.sqrt(1 / 3);
    const [own, credits] = creditSpreads([crop, other], 0, square);
    expect(own).toEqual([0, 0, 0, 0]);
    expect(credits?.[0]).toBeCloseTo(-0.5 / unit, 12);
    expect(credits?.[1]).toBeCloseTo(0, 12);
    expect(credits?.[2]).toBeCloseTo(-1 / unit, 12);
  });

  it('lets no photo say more than four deviations, 2 nats', () => {
    const spreads = (bump: number) => [10, 12, 11, 13].map((one, i) => one + (i % 2) * bump);
    const trials = [0, 0.1, 0.1, -9].map((bump) => ({ spreads: spreads(bump), isPadded: false }));
    expect(creditSpreads(trials, 0, square)[3]).toEqual([0, -2, 0, -2]);
  });

  it('adds to padded ways in proportion to the bars, to others nothing', () => {
    const trials = [
      crop,
      { ...crop, isPadded: true },
      { spreads: [9, 12, 9, 12], isPadded: false },
    ];
    const bars = [0, 0.125, 0.25, 0.5];
    const [own, padded] = creditSpreads(trials, 0, bars);
    expect(own).toEqual([0, 0, 0, 0]);
    // 0.7 standard deviations at a quarter and more, half a nat each.
    expect(padded?.map((one) => one.toFixed(3))).toEqual(['0.000', '0.175', '0.350', '0.350']);
  });

  it('pays nothing for answers that a larger scale alone makes loud', () => {
    const loud = { spreads: [1270, 1540, 1400, 1660], isPadded: false };
    const near = { spreads: [9, 12, 9, 12], isPadded: false };
    expect(creditSpreads([crop, near, loud], 0, square)[2]).toEqual([0, 0, 0, 0]);
  });

  it('says nothing where no way differs, of one way, or of a single photo', () => {
    const padded = { ...crop, spreads: [...crop.spreads], isPadded: true };
    expect(creditSpreads([crop, padded], 0, [0.3, 0.3, 0.3, 0.3]).flat()).toEqual(
      Array.from({ length: 8 }, () => 0),
    );
    expect(creditSpreads([padded], 0, [0.3, 0.3, 0.3, 0.3])).toEqual([[0, 0, 0, 0]]);
    const [, single] = creditSpreads([10, 20].map((one) => ({ spreads: [one], isPadded: false })), 0, [0]); // prettier-ignore
    expect(single).toEqual([0]);
  });

  it('compares a way that was given up on the photos that it saw', () => {
    const early = { spreads: [9, 11], isPadded: false };
    const near = { spreads: [9, 12, 9, 12], isPadded: false };
    const credits = creditSpreads([crop, near, early], 0, square);
    expect(credits[2]).toHaveLength(2);
    expect(credits[2]?.[0]).toBeCloseTo(-0.5 / Math.sqrt(1 / 3), 12);
  });

  it('does not care how large a network’s numbers are', () => {
    const trials = [crop, { spreads: [9, 12, 9, 12], isPadded: true }];
    const larger = trials.map((one) => ({ ...one, spreads: one.spreads.map((x) => 1000 * x) }));
    const bars = [0.1, 0.2, 0.3, 0.4];
    const plain = creditSpreads(trials, 0, bars).flat();
    creditSpreads(larger, 0, bars)
      .flat()
      .forEach((credit, i) => expect(credit).toBeCloseTo(plain[i] ?? NaN, 9));
  });
});

describe('shareOfBars', () => {
  it('is what a padded picture has beside the photo', () => {
    const square = { width: 224, height: 224 };
    expect(shareOfBars({ width: 400, height: 300 }, square)).toBeCloseTo(0.25, 12);
    expect(shareOfBars({ width: 300, height: 400 }, square)).toBeCloseTo(0.25, 12);
    expect(shareOfBars({ width: 640, height: 640 }, square)).toBe(0);
    expect(shareOfBars({ width: 640, height: 320 }, { width: 448, height: 224 })).toBe(0);
  });
});
