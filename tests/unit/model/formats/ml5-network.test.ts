import { describe, expect, it } from 'vitest';
import { readMl5Network } from '../../../../src/model/formats/ml5-network';
import type { NetworkFacts } from '../../../../src/model/formats/facts';

const facts = (inputShape: number[]): NetworkFacts => ({
  inputShape,
  ...{ isChannelsFirst: null, units: 2, output: 'probabilities', scale: null, fit: null },
  ...{ backbone: null, outputNode: null },
});
const meta = (min: unknown, max: unknown, isNormalized: boolean) => ({
  inputs: { image: { dtype: 'array', min, max } },
  isNormalized,
});
const photo = facts([8, 8, 4]);

// The numbers below are ml5's own: NeuralNetworkUtils.normalizeValue, (value - min) / (max - min).
describe('readMl5Network', () => {
  it('knows what a canvas gave, by the opacity of its pixels', () => {
    const maker = readMl5Network(meta(5, 255, true), photo);
    expect(maker.channels).toEqual({ value: 'rgba', from: 'maker' });
    expect(maker.scale).toEqual({ value: { multiply: 1 / 250, add: -5 / 250 }, from: 'read' });
  });

  it('takes bytes as they are where they were not normalised', () => {
    const { scale } = readMl5Network(meta(5, 255, false), photo);
    expect(scale).toEqual({ value: { multiply: 1, add: 0 }, from: 'read' });
  });

  it('guesses where a sketch handed over numbers of its own', () => {
    const less = readMl5Network(meta(5, 205, true), photo);
    expect(less.scale).toEqual({ value: { multiply: 1 / 200, add: -5 / 200 }, from: 'guess' });
    const small = readMl5Network(meta(0, 1, true), facts([8, 8, 3]));
    expect(small.channels).toBeUndefined();
    expect(small.scale).toEqual({ value: { multiply: 1 / 255, add: 0 }, from: 'guess' });
  });

  it.each([
    ['nothing', {}],
    ['no numbers', meta('0', null, true)],
    ['a row that never ends', meta(-Infinity, NaN, true)],
  ])('claims nothing of the scale where %s is said', (_, said) => {
    expect(readMl5Network(said, photo).scale).toBeUndefined();
  });

  it.each([
    ['pictures that are not square', meta(0, 255, true), facts([8, 16, 4])],
    ['training photos of one number', meta(255, 255, true), photo],
  ])('refuses %s', (_, said, network) => {
    expect(() => readMl5Network(said, network)).toThrow(
      expect.objectContaining({ code: 'model-input-unsupported' }),
    );
  });
});
