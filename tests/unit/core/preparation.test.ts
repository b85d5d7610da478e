import { describe, expect, it } from 'vitest';
import type { Certainty, Contract } from '../../../src/core/contract';
import { usualScales } from '../../../src/core/scale';
import {
  isSamePreparation,
  listChallengers,
  listPreparations,
  preparationOf,
} from '../../../src/core/preparation';

function contractOf(certainties: Partial<Record<keyof Contract, Certainty>> = {}): Contract {
  const from = (part: keyof Contract) => certainties[part] ?? 'guess';
  return {
    labels: { value: ['a', 'b'], from: from('labels') },
    size: { value: { width: 8, height: 8 }, from: from('size') },
    fit: { value: 'squish', from: from('fit') },
    channels: { value: 'rgb', from: from('channels') },
    layout: { value: 'nhwc', from: from('layout') },
    scale: { value: usualScales['-1…1.008'], from: from('scale') },
    orientation: { value: 'upright', from: from('orientation') },
    output: { value: 'logits', from: from('output') },
  };
}

describe('listPreparations', () => {
  it('tries every fit, scale and order of a contract that is all guesses, each once', () => {
    const contract = contractOf();
    const ways = listPreparations(contract, false);
    // 3 fits × 5 scales (two of the six are one) × 2 orders.
    expect(ways).toHaveLength(30);
    expect(ways[0]).toEqual(preparationOf(contract));
    ways.forEach((way, i) => {
      expect(ways.findIndex((other) => isSamePreparation(way, other))).toBe(i);
    });
  });

  it('tries orientation only where a photo is turned', () => {
    expect(listPreparations(contractOf(), true)).toHaveLength(60);
  });

  it('leaves alone what is read, chosen or a habit of the maker', () => {
    const fixed = contractOf({ fit: 'read', scale: 'maker', channels: 'chosen' });
    expect(listPreparations(fixed, false)).toEqual([preparationOf(fixed)]);
  });

  it.each(['grey', 'rgba'] as const)('does not reorder %s', (value) => {
    const contract = { ...contractOf(), channels: { value, from: 'guess' } } as const;
    expect(listPreparations(contract, false)).toHaveLength(15);
  });
});

describe('listChallengers', () => {
  it('doubts one habit of the maker at a time, and nothing that is read', () => {
    const contract = contractOf({ fit: 'maker', scale: 'read', channels: 'maker' });
    const own = preparationOf(contract);
    expect(listChallengers(contract, own, true)).toEqual([
      { ...own, fit: 'crop' },
      { ...own, fit: 'pad' },
      { ...own, channels: 'bgr' },
    ]);
  });
});
