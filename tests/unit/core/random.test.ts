import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../src/core/random';

describe('createRandom', () => {
  test('gives the same numbers for the same seed, and others for another', () => {
    const draw = (seed: number) => {
      const random = createRandom(seed);
      return [random.nextInt(1000), random.nextFloat(), random.shuffle([1, 2, 3, 4, 5])];
    };
    expect(draw(20)).toEqual(draw(20));
    expect(draw(20)).not.toEqual(draw(21));
  });

  test('stays in its bounds', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 1e6 }), (seed, bound) => {
        const random = createRandom(seed);
        const whole = random.nextInt(bound);
        expect(Number.isInteger(whole) && whole >= 0 && whole < bound).toBe(true);
        const share = random.nextFloat();
        expect(share >= 0 && share < 1).toBe(true);
      }),
    );
  });

  test('shuffles without losing or changing anything, and leaves its input alone', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.integer()), (seed, items) => {
        const before = [...items];
        const shuffled = createRandom(seed).shuffle(items);
        expect(items).toEqual(before);
        expect([...shuffled].sort((a, b) => a - b)).toEqual(before.sort((a, b) => a - b));
      }),
    );
  });

  test('shuffles fairly: each of six orders comes up about as often', () => {
    const random = createRandom(1);
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = random.shuffle(['a', 'b', 'c']).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // Five standard deviations around 1,000.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(145);
  });
});
