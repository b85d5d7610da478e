import { describe, expect, it } from 'vitest';
import { usualScales } from '../../../../src/core/scale';
import { scaleBefore } from '../../../../src/model/formats/facts';

describe('what must come in before the first sum inside', () => {
  // Each sum as its author wrote it, for a white and a black that make sense after it.
  it.each([
    ['x / 127.5 - 1', { multiply: 1 / 127.5, add: -1 }, '0…255'],
    ['1 - x', { multiply: -1, add: 1 }, '0…1'],
    ['255 - x', { multiply: -1, add: 255 }, '0…255'],
    ['1 - x / 255', { multiply: -1 / 255, add: 1 }, '0…255'],
    ['1 - x / 127.5', { multiply: -1 / 127.5, add: 1 }, '0…255'],
    ['1 - 2 x', { multiply: -2, add: 1 }, '0…1'],
  ] as const)('%s', (_, sum, name) => {
    expect(scaleBefore(sum)).toBe(usualScales[name]);
  });

  it('-x says nothing', () => {
    expect(scaleBefore({ multiply: -1, add: 0 })).toBeNull();
  });
});
