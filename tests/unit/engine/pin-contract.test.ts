import { describe, expect, it } from 'vitest';
import type { InputSpec, Manifest } from '../../../src/core/manifest';
import type { ModelImage } from '../../../src/core/model-image';
import { isSameScale, usualScales } from '../../../src/core/scale';
import type { DoctorPhoto } from '../../../src/engine/doctor';
import { isContractOpen, pinContract } from '../../../src/engine/pin-contract';
import { manifest as stub } from '../services/stubs';

const SIDE = 4;

/** Tells red from green, firmly only where bytes come in between 0 and 1, red first. */
const network = {
  run: ({ data }: ModelImage, { scale, channels }: InputSpec) => {
    const isRight = isSameScale(scale, usualScales['0…1']) && channels === 'rgb';
    const [red = 0, green = 0] = data;
    const firmness = isRight ? 6 : 0.5;
    const logits = Float32Array.of(red > green ? firmness : 0, red > green ? 0 : firmness);
    return Promise.resolve({ logits, features: null });
  },
};

const manifest: Manifest = {
  ...stub,
  labels: ['red', 'green'],
  output: 'logits',
  calibration: null,
  detector: null,
  evaluation: null,
  input: {
    width: SIDE,
    height: SIDE,
    fit: 'squish',
    channels: 'bgr',
    layout: 'nhwc',
    scale: usualScales['-1…1'],
    orientation: 'upright',
  },
  contract: {
    ...{ labels: 'read', size: 'read', fit: 'chosen', channels: 'guess', layout: 'read' },
    ...{ scale: 'guess', orientation: 'chosen', output: 'measured' },
  },
  golden: [{ seed: 1, labels: [0, 1], probabilities: [0.6, 0.4] }],
};

function photosOf(labels: readonly (0 | 1)[]): DoctorPhoto[] {
  return labels.map((label, i) => ({
    label,
    size: { width: 8, height: 8 },
    isTurned: false,
    draw: () => {
      const pixel = label === 0 ? [200 + i, 20, 20, 255] : [20, 200 + i, 20, 255];
      const data = new Uint8ClampedArray(Array.from({ length: SIDE * SIDE }, () => pixel).flat());
      return Promise.resolve({ width: SIDE, height: SIDE, data });
    },
  }));
}

describe('pinContract', () => {
  it('takes what photos show in the place of guesses, with golden outputs for that', async () => {
    const { manifest: pinned, notes } = await pinContract(
      network,
      manifest,
      photosOf([0, 1, 0, 1, 0, 1, 0, 1]),
    );
    expect(pinned.input).toMatchObject({ channels: 'rgb', scale: usualScales['0…1'] });
    expect(pinned.input.fit).toBe('squish');
    expect(pinned.contract).toMatchObject({
      fit: 'chosen',
      scale: 'measured',
      channels: 'measured',
    });
    expect(notes).toEqual([expect.stringContaining('how brightness is counted')]);
    // The network's answer to a golden picture is as firm as its photos': e⁶ to 1.
    expect(pinned.golden[0]?.probabilities[0]).toBeCloseTo(1 / (1 + Math.exp(-6)), 5);
  });

  it('keeps the guess where photos cannot tell', async () => {
    const open: Manifest = {
      ...manifest,
      contract: { ...manifest.contract, fit: 'guess' } as NonNullable<Manifest['contract']>,
    };
    // To this network every fit is the same.
    const { manifest: pinned } = await pinContract(network, open, photosOf([0, 1, 0, 1, 0, 1]));
    expect(pinned.input).toMatchObject({ fit: 'squish', scale: usualScales['0…1'] });
    expect(pinned.contract?.fit).toBe('guess');
  });

  it.each([
    ['one label alone', manifest, [0, 0, 0, 0]],
    [
      'nothing guessed',
      { ...manifest, contract: { ...manifest.contract, scale: 'read', channels: 'maker' } },
      [0, 1, 0, 1],
    ],
    [
      'a manifest that says nothing of how sure it is',
      { ...manifest, contract: undefined },
      [0, 1],
    ],
  ] as [string, Manifest, (0 | 1)[]][])('changes nothing: %s', async (_, given, labels) => {
    const { manifest: same, notes } = await pinContract(network, given, photosOf(labels));
    expect(same).toBe(given);
    expect(notes).toEqual([]);
  });
});

describe('isContractOpen', () => {
  it('looks at the parts that photos can tell', () => {
    expect(isContractOpen(manifest)).toBe(true);
    const settled = { ...manifest.contract, scale: 'read', channels: 'measured', labels: 'guess' };
    expect(isContractOpen({ ...manifest, contract: settled as Manifest['contract'] })).toBe(false);
  });
});
