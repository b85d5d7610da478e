import { describe, expect, it } from 'vitest';
import { findContractProblems, listGuesses } from '../../../src/services/check-contract';
import { contract } from './import-stubs';

const partsOf = (changed: Partial<typeof contract>, units = 3) =>
  findContractProblems({ ...contract, ...changed }, units).map(({ part }) => part);

describe('findContractProblems', () => {
  it('finds none in a whole contract', () => {
    expect(partsOf({})).toEqual([]);
  });

  it('wants a label for each answer', () => {
    expect(partsOf({ labels: { value: [], from: 'guess' } })).toEqual(['labels']);
    expect(partsOf({ labels: { value: ['a', 'b'], from: 'read' } })).toEqual(['labels']);
    expect(partsOf({ labels: { value: ['a', 'b', 'b'], from: 'read' } })).toEqual(['labels']);
  });

  it('wants two labels for one sigmoid, and none for one logit', () => {
    const labels = { value: ['no', 'yes'], from: 'read' as const };
    expect(partsOf({ labels, output: { value: 'sigmoid', from: 'measured' } }, 1)).toEqual([]);
    expect(partsOf({ labels, output: { value: 'logits', from: 'measured' } }, 1)).toEqual([
      'output',
    ]);
  });

  it('wants a picture size that can be', () => {
    for (const width of [0, -1, 1.5, NaN, 1e6]) {
      expect(partsOf({ size: { value: { width, height: 224 }, from: 'chosen' } })).toEqual([
        'size',
      ]);
    }
  });
});

it('lists guesses, the weightiest first', () => {
  expect(listGuesses(contract)).toEqual(['scale', 'channels', 'fit', 'orientation']);
});
