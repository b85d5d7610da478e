import '@tensorflow/tfjs-backend-cpu';
import {
  exp,
  mean,
  memory,
  mul,
  scalar,
  setBackend,
  square,
  sub,
  sum,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Contract } from '../../../src/core/contract';
import { usualScales } from '../../../src/core/scale';
import type { Fit } from '../../../src/core/fit';
import type { InputSpec } from '../../../src/core/manifest';
import type { ModelImage } from '../../../src/core/model-image';
import {
  type AdaptableNetwork,
  diagnose,
  type DoctorPhoto,
  MAX_DOCTOR_PHOTOS,
} from '../../../src/engine/doctor';
import { toTensor } from '../../../src/engine/to-tensor';

const SIDE = 4;
const colours = [
  [220, 40, 40],
  [40, 220, 40],
  [40, 40, 220],
] as const;

beforeAll(async () => {
  await setBackend('cpu');
});

/** Knows three colours by their mean in [-1, 1] RGB; anything far from all of them is all the same to it. */
class ColourNetwork implements AdaptableNetwork {
  disposed = 0;
  runs = 0;
  private readonly prototypes = tensor2d(
    colours.map((colour) => colour.map((byte) => byte / 127.5 - 1)),
  );

  async run(image: ModelImage, input: InputSpec) {
    this.runs += 1;
    const answer = tidy(() => {
      const colour = mean(toTensor(image, input, new Float32Array(SIDE * SIDE * 3)), [1, 2]);
      const distance = sum(square(sub(colour, this.prototypes)), 1);
      return mul(exp(mul(distance, scalar(-8))), scalar(5));
    });
    const logits = Float32Array.from(await answer.data<'float32'>());
    answer.dispose();
    return { logits, features: null };
  }

  dispose(): void {
    this.disposed += 1;
    this.prototypes.dispose();
  }
}

function paint(colour: readonly number[]): ModelImage {
  const pixel = [...colour, 255];
  const data = new Uint8ClampedArray(Array.from({ length: SIDE * SIDE }, () => pixel).flat());
  return { width: SIDE, height: SIDE, data };
}

/** A photo that shows its colour when it is padded and upright, and a muddy one otherwise. */
function photoOf(label: number, bump: number, isTurned = false): DoctorPhoto & { draws: string[] } {
  const draws: string[] = [];
  return {
    label,
    size: { width: 40, height: 30 },
    isTurned,
    draws,
    draw: (fit, orientation) => {
      draws.push(`${fit} ${orientation}`);
      const muddy = fit !== 'pad' || (isTurned && orientation === 'as-stored');
      const colour = (colours[label] ?? []).map((byte) =>
        muddy ? byte * 0.6 + 50 + bump : byte + bump,
      );
      return Promise.resolve(paint(colour));
    },
  };
}

function photosOf(perLabel: number, isTurned = false) {
  return Array.from({ length: 3 * perLabel }, (_, i) => photoOf(i % 3, (i * 7) % 11, isTurned));
}

const contract: Contract = {
  labels: { value: ['red', 'green', 'blue'], from: 'read' },
  size: { value: { width: SIDE, height: SIDE }, from: 'read' },
  fit: { value: 'crop', from: 'guess' },
  channels: { value: 'bgr', from: 'guess' },
  layout: { value: 'nhwc', from: 'read' },
  scale: { value: usualScales['0…255'], from: 'guess' },
  orientation: { value: 'as-stored', from: 'guess' },
  output: { value: 'logits', from: 'measured' },
};

function start(given: Contract, photos: DoctorPhoto[], signal?: AbortSignal) {
  const network = new ColourNetwork();
  const progress: string[] = [];
  const diagnosis = diagnose(() => Promise.resolve(network), given, photos, {
    onProgress: (done, total) => progress.push(`${done}/${total}`),
    ...(signal ? { signal } : {}),
  });
  return { network, diagnosis, progress };
}

describe('diagnose', () => {
  it('finds the contract from three photos a label and leaves no tensor behind', async () => {
    const before = memory().numTensors;
    const photos = photosOf(3, true);
    const { network, diagnosis, progress } = start(contract, photos);
    const { found, contract: filled, evidence, photos: used, tried } = await diagnosis;
    expect(evidence).toBe('labelled');
    expect(used).toBe(9);
    expect(tried).toHaveLength(60);
    expect(found).toMatchObject({ fit: 'pad', channels: 'rgb', orientation: 'upright' });
    expect(filled).toMatchObject({
      fit: { value: 'pad', from: 'measured' },
      scale: { value: usualScales['-1…1'], from: 'measured' },
      channels: { value: 'rgb', from: 'measured' },
      orientation: { value: 'upright', from: 'measured' },
    });
    expect(progress.at(-1)).toBe('9/9');
    expect(network.disposed).toBe(1);
    expect(memory().numTensors).toBe(before);
  });

  it('draws each photo once for each fit, and gives hopeless ways up', async () => {
    const photos = photosOf(4);
    const { network, diagnosis } = start(contract, photos);
    await diagnosis;
    for (const { draws } of photos) expect(new Set(draws).size).toBe(draws.length);
    expect(network.runs).toBeLessThan(12 * 30);
  });

  it('finds it without labels too, and calls nothing measured', async () => {
    const photos = photosOf(3).map((photo) => ({ ...photo, label: null }));
    const { evidence, found, contract: filled, tried } = await start(contract, photos).diagnosis;
    expect(evidence).toBe('unlabelled');
    expect(found).toMatchObject({ fit: 'pad', scale: usualScales['-1…1'] });
    expect(filled.fit.from).toBe('guess');
    expect(tried[0]?.accuracy).toBeNull();
  });

  it('tells by firm answers what it gets right whichever way', async () => {
    const firm = {
      run: ({ data: [label = 0, , bump = 0] }: ModelImage, { fit }: InputSpec) => {
        const size = 40 + bump + (fit === 'squish' ? 4 + (bump % 2) : 0);
        const logits = Float32Array.from([0, 1, 2], (one) => (one === label ? size : 0));
        return Promise.resolve({ logits, features: null });
      },
      dispose: () => undefined,
    };
    const photos = Array.from({ length: 9 }, (_, i) => ({
      ...photoOf(i % 3, 0),
      draw: () => Promise.resolve(paint([i % 3, 0, (i * 5) % 4])),
    }));
    const open: Contract = {
      ...contract,
      scale: { ...contract.scale, from: 'read' },
      channels: { ...contract.channels, from: 'read' },
    };
    const { contract: filled, tried } = await diagnose(() => Promise.resolve(firm), open, photos);
    expect(tried.map(({ accuracy }) => accuracy)).toEqual([1, 1, 1]);
    expect(filled.fit).toEqual({ value: 'squish', from: 'measured' });
  });

  it('tells by features what is as firm and as right whichever way', async () => {
    const seen = {
      run: ({ data: [label = 0, photo = 0] }: ModelImage, { fit }: InputSpec) => {
        // A last layer of e₀, e₁, e₂. Padded photos lie along these, others half beside them.
        const features = Float32Array.of(0, 0, 0, 0, 0, 0, photo / 20);
        features[label] = 1;
        if (fit !== 'pad') features[3 + label] = 1;
        const logits = Float32Array.from([0, 1, 2], (one) => (one === label ? 3 : 0));
        return Promise.resolve({ logits, features });
      },
      dispose: () => undefined,
    };
    const photos = Array.from({ length: 9 }, (_, i) => ({
      ...photoOf(i % 3, 0),
      size: { width: 40, height: 40 },
      draw: () => Promise.resolve(paint([i % 3, i, 0])),
    }));
    const open: Contract = {
      ...contract,
      scale: { ...contract.scale, from: 'read' },
      channels: { ...contract.channels, from: 'read' },
    };
    const { contract: filled, notes } = await diagnose(() => Promise.resolve(seen), open, photos);
    expect(filled.fit).toEqual({ value: 'pad', from: 'measured' });
    expect(notes.at(-1)).toContain('Add some that are wider or taller.');
  });

  it('doubts a habit of the maker with labels only, and one after the other', async () => {
    const habits: Contract = {
      ...contract,
      fit: { value: 'crop', from: 'maker' },
      channels: { value: 'bgr', from: 'maker' },
      scale: { value: usualScales['-1…1'], from: 'read' },
    };
    const { contract: filled } = await start(habits, photosOf(4)).diagnosis;
    expect(filled.channels).toEqual({ value: 'rgb', from: 'measured' });
    expect(filled.fit).toEqual({ value: 'pad', from: 'measured' });
    const unlabelled = photosOf(4).map((photo) => ({ ...photo, label: null }));
    expect((await start(habits, unlabelled).diagnosis).contract).toEqual(habits);
  });

  it('looks at no more photos than help, the labels in turn', async () => {
    const photos = photosOf(20);
    const { photos: used } = await start(contract, photos).diagnosis;
    expect(used).toBe(MAX_DOCTOR_PHOTOS);
    const seen = photos.filter(({ draws }) => draws.length > 0).map(({ label }) => label);
    for (const label of [0, 1, 2]) expect(seen.filter((one) => one === label)).toHaveLength(15);
  });

  it('can be cancelled between photos', async () => {
    const before = memory().numTensors;
    const controller = new AbortController();
    const photos = photosOf(3).map((photo, i) => ({
      ...photo,
      draw: (fit: Fit, orientation: 'upright' | 'as-stored') => {
        if (i === 1) controller.abort();
        return photo.draw(fit, orientation);
      },
    }));
    const { network, diagnosis } = start(contract, photos, controller.signal);
    await expect(diagnosis).rejects.toMatchObject({ code: 'cancelled' });
    expect(network.disposed).toBe(1);
    expect(memory().numTensors).toBe(before);
  });

  it('refuses too few photos before it builds anything', async () => {
    const build = () => Promise.reject(new Error('built'));
    await expect(diagnose(build, contract, photosOf(3).slice(0, 2))).rejects.toMatchObject({
      code: 'photos-too-few',
    });
  });

  it.each([
    [[NaN, NaN, NaN], 'result-not-finite'],
    [[1, 2], 'model-output-unexpected'],
  ])('refuses a network that answers %j', async (answer, code) => {
    const network = {
      run: () => Promise.resolve({ logits: Float32Array.from(answer), features: null }),
      dispose: () => undefined,
    };
    const diagnosis = diagnose(() => Promise.resolve(network), contract, photosOf(2));
    await expect(diagnosis).rejects.toMatchObject({ code });
  });

  it('passes on what drawing a photo throws, and frees the network', async () => {
    const broken = { ...photoOf(0, 0), draw: () => Promise.reject(new Error('torn')) };
    const { network, diagnosis } = start(contract, [...photosOf(1), broken]);
    await expect(diagnosis).rejects.toThrow('torn');
    expect(network.disposed).toBe(1);
  });
});
