import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { softmax } from '../../../src/core/calibration';
import { createRandom } from '../../../src/core/random';
import {
  type HeadExamples,
  trainHead,
  type TrainHeadOptions,
} from '../../../src/engine/train-head';

const options: TrainHeadOptions = {
  labelCount: 3,
  steps: 200,
  learningRate: 0.05,
  weightDecay: 0.01,
  labelSmoothing: 0,
  featureScale: [1, 1, 1, 1],
};

/** Three clouds in four dimensions, which overlap a little. */
function drawClouds(count: number, seed: number): HeadExamples {
  const random = createRandom(seed);
  const labels = Array.from({ length: count }, (_, i) => i % 3);
  const features = labels.map((label) =>
    Float32Array.from({ length: 4 }, (_, i) => (i === label ? 1.5 : 0) + random.nextFloat() * 1.2),
  );
  return { features, labels };
}

function computeLogits(head: Float32Array, features: Float32Array): number[] {
  return [0, 1, 2].map(
    (label) =>
      (head[4 * 3 + label] ?? NaN) +
      features.reduce((sum, value, i) => sum + value * (head[i * 3 + label] ?? NaN), 0),
  );
}

function countRight(head: Float32Array, { features, labels }: HeadExamples): number {
  return features.filter((row, i) => {
    const logits = computeLogits(head, row);
    return logits.indexOf(Math.max(...logits)) === labels[i];
  }).length;
}

beforeAll(async () => {
  await setBackend('cpu');
});

describe('trainHead', () => {
  test('learns what can be learnt', async () => {
    const { values, steps, watchedLoss } = await trainHead(drawClouds(90, 1), options);
    expect(values).toHaveLength(5 * 3);
    expect(steps).toBe(200);
    expect(watchedLoss).toBeNull();
    expect(countRight(values, drawClouds(300, 2))).toBeGreaterThan(290);
  });

  test('ends where the slope of its own loss is zero', async () => {
    const examples = drawClouds(30, 3);
    const { values } = await trainHead(examples, { ...options, steps: 2000, weightDecay: 0.1 });
    // d loss / d weight = mean over photos of (answer - truth) × feature + decay × weight
    for (let feature = 0; feature < 4; feature++) {
      for (let label = 0; label < 3; label++) {
        const slope = examples.features.reduce((sum, row, photo) => {
          const answer = softmax(computeLogits(values, row))[label] ?? NaN;
          const truth = examples.labels[photo] === label ? 1 : 0;
          return sum + ((answer - truth) * (row[feature] ?? NaN)) / 30;
        }, 0);
        expect(slope + 0.1 * (values[feature * 3 + label] ?? NaN)).toBeCloseTo(0, 3);
      }
    }
  });

  test('gives the same head for the same photos', async () => {
    const one = await trainHead(drawClouds(30, 4), { ...options, steps: 40 });
    const other = await trainHead(drawClouds(30, 4), { ...options, steps: 40 });
    expect(other.values).toEqual(one.values);
  });

  test('leaves a feature of factor 0 out, and folds the other factors into the weights', async () => {
    const featureScale = [1, 1, 1, 0];
    const { values } = await trainHead(drawClouds(60, 5), { ...options, featureScale });
    expect([...values.slice(9, 12)]).toEqual([0, 0, 0]);
    const examples = drawClouds(60, 5);
    const doubled = {
      ...examples,
      features: examples.features.map((row) => row.map((value) => value / 2)),
    };
    const folded = await trainHead(doubled, { ...options, featureScale: [2, 2, 2, 0] });
    folded.values.slice(0, 9).forEach((weight, i) => {
      expect(weight).toBeCloseTo(2 * (values[i] ?? NaN), 4);
    });
  });

  test('keeps the head that did best on the watched photos, and stops waiting for a better one', async () => {
    const noise = createRandom(6);
    const examples = drawClouds(24, 6);
    // Wrong labels to learn by heart: sooner or later that does harm.
    const spoilt = { ...examples, labels: examples.labels.map(() => noise.nextInt(3)) };
    const seen: { step: number; loss: number | null }[] = [];
    const trained = await trainHead(spoilt, {
      ...options,
      steps: 1000,
      learningRate: 0.2,
      weightDecay: 0,
      watched: drawClouds(60, 7),
      patience: 100,
      onProgress: ({ step, loss }) => seen.push({ step, loss }),
    });
    const best = seen.reduce((a, b) => ((b.loss ?? 0) < (a.loss ?? 0) ? b : a));
    expect(trained.steps).toBe(best.step);
    expect(trained.watchedLoss).toBe(best.loss);
    expect(seen.at(-1)?.step).toBe(best.step + 100);
  });

  test('smoothed labels make it less sure', async () => {
    const surest = async (labelSmoothing: number) => {
      const { values } = await trainHead(drawClouds(60, 8), { ...options, labelSmoothing });
      return Math.max(...softmax(computeLogits(values, Float32Array.of(3, 0, 0, 0))));
    };
    expect(await surest(0.3)).toBeLessThan(await surest(0));
  });

  test('can be cancelled', async () => {
    const controller = new AbortController();
    const training = trainHead(drawClouds(30, 9), {
      ...options,
      steps: 100_000,
      signal: controller.signal,
      onProgress: ({ step }) => {
        if (step >= 40) controller.abort();
      },
    });
    await expect(training).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('leaves no tensor behind, cancelled or not', async () => {
    const before = memory().numTensors;
    await trainHead(drawClouds(30, 10), { ...options, steps: 40, watched: drawClouds(9, 11) });
    await expect(
      trainHead(drawClouds(30, 10), { ...options, signal: AbortSignal.abort() }),
    ).rejects.toThrow();
    expect(memory().numTensors).toBe(before);
  });
});
