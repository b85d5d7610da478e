import { expect, it } from 'vitest';
import { pickReferences } from '../../../src/core/reference-photos';

it('takes all while there are few, else a fair draw that the seed decides', () => {
  const labels = Array.from({ length: 90 }, (_, i) => i % 3);
  expect(pickReferences(labels, 90, 1)).toHaveLength(90);
  const picked = pickReferences(labels, 30, 1);
  expect(picked).toEqual([...new Set(picked)].sort((a, b) => a - b));
  for (const label of [0, 1, 2]) {
    expect(picked.filter((i) => labels[i] === label)).toHaveLength(10);
  }
  expect(pickReferences(labels, 30, 1)).toEqual(picked);
  expect(pickReferences(labels, 30, 2)).not.toEqual(picked);
});
