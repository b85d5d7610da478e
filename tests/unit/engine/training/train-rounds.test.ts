import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/core/random';
import { defaultTrainingSettings } from '../../../../src/core/studio/training-settings';
import { measureHead } from '../../../../src/core/training/head';
import {
  retrace,
  type RoundsCheckpoint,
  type RoundsInput,
  trainRounds,
} from '../../../../src/engine/training/train-rounds';

/** Three clouds that lie apart, each photo in two views. */
function drawInput(count: number, seed: number, settings = {}): RoundsInput {
  const random = createRandom(seed);
  const draw = (label: number) =>
    Float32Array.from({ length: 6 }, (_, i) => random.nextFloat() - 0.5 + (i === label ? 2 : 0));
  const labels = Array.from({ length: count }, (_, i) => i % 3);
  const watched = labels.slice(0, 15);
  return {
    photos: labels.map((label) => ({ views: [draw(label), draw(label)], label })),
    watched: { features: watched.map(draw), labels: watched },
    labelCount: 3,
    featureScale: new Float32Array(6).fill(1),
    settings: { ...defaultTrainingSettings, epochs: 12, batchSize: 8, ...settings },
  };
}

describe('trainRounds', () => {
  it('learns, watches, and finds its learning rate by itself', async () => {
    const input = drawInput(60, 1);
    const { rate, rounds, best } = await trainRounds(input);
    expect(rate.points.length).toBeGreaterThan(30);
    expect(rate.chosen).toBeGreaterThan(1e-4);
    expect(rounds[0]?.trainLoss).toBeGreaterThan(rounds.at(-1)?.trainLoss ?? Infinity);
    expect(measureHead(best.head, input.watched)?.accuracy).toBeGreaterThan(0.9);
    const losses = rounds.map(({ validLoss }) => validLoss ?? Infinity);
    expect(losses.indexOf(Math.min(...losses))).toBe(best.round);
  });

  it('comes out the same for the same seed, and another for another', async () => {
    const one = await trainRounds(drawInput(30, 2));
    expect(await trainRounds(drawInput(30, 2))).toEqual(one);
    const other = await trainRounds(drawInput(30, 2, { seed: 7 }));
    expect(other.best.head).not.toEqual(one.best.head);
  });

  it('goes on from any round as if it had never stopped', async () => {
    const seen: RoundsCheckpoint[] = [];
    const whole = await trainRounds(drawInput(30, 3), { onRound: (one) => seen.push(one) });
    expect(seen).toHaveLength(whole.rounds.length);
    for (const at of [0, 4, 9]) {
      const from = structuredClone(seen[at] ?? null);
      expect(await trainRounds(drawInput(30, 3), {}, from)).toEqual(whole);
    }
  });

  it('stops early when watched photos get no better, and keeps the best round', async () => {
    const input = drawInput(30, 4, { epochs: 60, patience: 3, learningRate: 0.5 });
    // Watched photos of the wrong labels: every step towards the truth is a step away from them.
    const watched = { ...input.watched, labels: input.watched.labels.map((one) => (one + 1) % 3) };
    const { rounds, best } = await trainRounds({ ...input, watched });
    expect(rounds.length).toBeLessThan(60);
    expect(rounds.length - 1 - best.round).toBe(3);
  });

  it('takes the last round where nothing is watched', async () => {
    const input = { ...drawInput(30, 5), watched: { features: [], labels: [] } };
    const { rounds, best } = await trainRounds(input);
    expect(best.round).toBe(rounds.length - 1);
    expect(rounds.every(({ validLoss }) => validLoss === null)).toBe(true);
  });

  it('is retraced to the same head', async () => {
    const input = drawInput(30, 6);
    const { rate, best } = await trainRounds(input);
    expect(await retrace(input, rate, best.round + 1)).toEqual(best.head);
  });

  it('can be cancelled in the middle', async () => {
    const controller = new AbortController();
    const training = trainRounds(drawInput(600, 7, { epochs: 500, batchSize: 4, patience: null }), {
      signal: controller.signal,
      onRound: () => controller.abort(),
    });
    await expect(training).rejects.toMatchObject({ code: 'cancelled' });
  });
});
