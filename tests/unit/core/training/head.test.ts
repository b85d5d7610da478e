import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/core/random';
import { dealBatches, weighLabels } from '../../../../src/core/training/batches';
import { measureHead, toHeadFile } from '../../../../src/core/training/head';
import {
  blankState,
  copyState,
  HeadTrainer,
  type HeadTrainerOptions,
} from '../../../../src/core/training/head-trainer';
import { planCycleStep } from '../../../../src/core/training/one-cycle';

const options = {
  labelCount: 3,
  labelSmoothing: 0.1,
  labelWeights: [1, 2, 0.5],
  weightDecay: 0.03,
  featureScale: Float32Array.of(1, 2, 0.5, 1, 1),
} satisfies HeadTrainerOptions;

function drawExamples(count: number, seed: number) {
  const random = createRandom(seed);
  const labels = Array.from({ length: count }, (_, i) => i % 3);
  const features = labels.map((label) =>
    Float32Array.from({ length: 5 }, (_, i) => random.nextFloat() - 0.5 + (i === label ? 1 : 0)),
  );
  return { features, labels };
}

const all = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('HeadTrainer', () => {
  it('has the loss and the slope of a head that knows nothing', () => {
    // One photo [2, 4] of label 0, no smoothing: p = 1/2 each, so the loss is ln 2 and the slope of
    // the weights (p - target) x = ∓0.5 × [2, 4].
    const trainer = new HeadTrainer(
      { features: [Float32Array.of(2, 4)], labels: [0] },
      { labelCount: 2, labelSmoothing: 0, weightDecay: 0, featureScale: Float32Array.of(1, 1) },
      blankState(2, 2),
    );
    const { loss, weights, biases } = trainer.measureSlope([0]);
    expect(loss).toBeCloseTo(Math.log(2), 9);
    expect([...weights]).toEqual([-1, -2, 1, 2]);
    expect([...biases]).toEqual([-0.5, 0.5]);
  });

  it('smooths and weighs as worked by hand', () => {
    // Two photos, zero weights, three labels: every p is 1/3. Smoothing .1: targets .9333, .0333,
    // .0333. Weights 1 and 2 of 3: the loss is ln 3 whatever the weights; the slope of bias 0 is
    // 1/3 (1/3 - .9333) + 2/3 (1/3 - .0333) = 0.
    const examples = { features: [new Float32Array(5), new Float32Array(5)], labels: [0, 1] };
    const trainer = new HeadTrainer(examples, options, blankState(3, 5));
    const { loss, biases } = trainer.measureSlope([0, 1]);
    expect(loss).toBeCloseTo(Math.log(3), 9);
    expect(biases[0]).toBeCloseTo(0, 9);
    expect(biases[1]).toBeCloseTo(1 / 3 - 0.1 / 3 / 3 - (2 / 3) * (0.9 + 0.1 / 3), 9);
    expect(biases.reduce((sum, slope) => sum + slope, 0)).toBeCloseTo(0, 9);
  });

  it('has the slope that its loss has (central differences)', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 12 }), (seed, count) => {
        const random = createRandom(seed);
        const state = blankState(3, 5);
        state.weights.forEach((_, i) => (state.weights[i] = random.nextFloat() - 0.5));
        state.biases.forEach((_, i) => (state.biases[i] = random.nextFloat() - 0.5));
        const trainer = new HeadTrainer(drawExamples(count, seed), options, state);
        const slope = trainer.measureSlope(all(count));
        const check = (values: Float32Array, given: Float64Array) => {
          values.forEach((value, i) => {
            // Through float32: the step is what the array really holds.
            values[i] = value + 1e-2;
            const [high, up] = [values[i] ?? 0, trainer.measureSlope(all(count)).loss];
            values[i] = value - 1e-2;
            const [low, down] = [values[i] ?? 0, trainer.measureSlope(all(count)).loss];
            values[i] = value;
            expect(given[i]).toBeCloseTo((up - down) / (high - low), 3);
          });
        };
        check(state.weights, slope.weights);
        check(state.biases, slope.biases);
      }),
      { numRuns: 20 },
    );
  });

  it('takes Adam’s first step: the learning rate, against the sign of the slope', () => {
    const examples = { features: [Float32Array.of(2, -4)], labels: [0] };
    const state = blankState(2, 2);
    const trainer = new HeadTrainer(
      examples,
      { labelCount: 2, labelSmoothing: 0, weightDecay: 0, featureScale: Float32Array.of(1, 1) },
      state,
    );
    trainer.step([0], 0.01, 0.9);
    const expected = [0.01, -0.01, -0.01, 0.01];
    expected.forEach((value, i) => expect(state.weights[i]).toBeCloseTo(value, 5));
    // The second, by hand: the answer's slope is a little smaller. m = .9 × .1 g1 + .1 g2 over
    // 1 - .81, v = .99 × .01 g1² + .01 g2² over 1 - .9801.
    const g1 = -0.5;
    const logit = (state.biases[0] ?? 0) + 0.02 + 0.04;
    const g2 = 1 / (1 + Math.exp(-2 * logit)) - 1;
    const m = (0.09 * g1 + 0.1 * g2) / 0.19;
    const v = (0.0099 * g1 ** 2 + 0.01 * g2 ** 2) / 0.0199;
    const before = state.biases[0] ?? 0;
    trainer.step([0], 0.01, 0.9);
    expect(state.biases[0]).toBeCloseTo(before - (0.01 * m) / (Math.sqrt(v) + 1e-5), 6);
  });

  it('learns what can be learnt, and the same from the same seed', () => {
    const examples = drawExamples(60, 1);
    const train = () => {
      const trainer = new HeadTrainer(examples, options, blankState(3, 5));
      for (let round = 0; round < 10; round++) {
        dealBatches(60, 8, 7, round).forEach((batch, i) => {
          const at = planCycleStep(round * 8 + i, { peak: 0.1, steps: 80 });
          trainer.step(batch, at.learningRate, at.momentum);
        });
      }
      return trainer.readHead();
    };
    const head = train();
    expect(measureHead(head, drawExamples(90, 2))?.accuracy).toBeGreaterThan(0.85);
    expect(train()).toEqual(head);
  });

  it('goes on from a copied state as if it had never stopped', () => {
    const examples = drawExamples(30, 3);
    const whole = new HeadTrainer(examples, options, blankState(3, 5));
    for (let i = 0; i < 4; i++) whole.step(all(30), 0.05, 0.9);
    const half = new HeadTrainer(examples, options, blankState(3, 5));
    for (let i = 0; i < 2; i++) half.step(all(30), 0.05, 0.9);
    const kept = copyState(half.state);
    half.step(all(30), 0.05, 0.9);
    const rest = new HeadTrainer(examples, options, kept);
    for (let i = 0; i < 2; i++) rest.step(all(30), 0.05, 0.9);
    expect(rest.readHead()).toEqual(whole.readHead());
  });

  it('folds the features’ factors into the head', () => {
    const { features, labels } = drawExamples(30, 4);
    const doubled = features.map((row) =>
      row.map((value, i) => value * (options.featureScale[i] ?? 0)),
    );
    const scaled = new HeadTrainer({ features, labels }, options, blankState(3, 5));
    const unit = { ...options, featureScale: new Float32Array(5).fill(1) };
    const plain = new HeadTrainer({ features: doubled, labels }, unit, blankState(3, 5));
    for (let i = 0; i < 5; i++) {
      scaled.step(all(30), 0.05, 0.9);
      plain.step(all(30), 0.05, 0.9);
    }
    const one = measureHead(scaled.readHead(), { features, labels });
    const other = measureHead(plain.readHead(), { features: doubled, labels });
    expect(one?.loss).toBeCloseTo(other?.loss ?? NaN, 5);
  });
});

describe('measureHead', () => {
  it('measures as worked by hand, and has nothing to say of no photos', () => {
    const head = { weights: Float32Array.of(1, 0, 0, 1), biases: Float32Array.of(0, 0) };
    const features = [Float32Array.of(2, 0), Float32Array.of(1, 3)];
    // Logit differences 2 and -2 towards label 0: both photos of label 0, one right.
    const figures = measureHead(head, { features, labels: [0, 0] });
    expect(figures?.accuracy).toBe(0.5);
    expect(figures?.loss).toBeCloseTo(
      (Math.log(1 + Math.exp(-2)) + Math.log(1 + Math.exp(2))) / 2,
      6,
    );
    expect(measureHead(head, { features: [], labels: [] })).toBeNull();
  });
});

describe('toHeadFile', () => {
  it('lays weights out feature by feature, then biases', () => {
    const head = { weights: Float32Array.of(1, 2, 3, 4, 5, 6), biases: Float32Array.of(7, 8) };
    expect([...toHeadFile(head)]).toEqual([1, 4, 2, 5, 3, 6, 7, 8]);
  });
});

describe('dealBatches', () => {
  it('deals every photo once a round, in another order each round, the same again by seed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 200 }),
        fc.integer({ min: 1, max: 64 }),
        (count, size) => {
          const batches = dealBatches(count, size, 1, 0);
          expect(batches.flat().sort((a, b) => a - b)).toEqual(all(count));
          expect(batches.slice(0, -1).every((batch) => batch.length === size)).toBe(true);
        },
      ),
    );
    expect(dealBatches(50, 8, 1, 3)).toEqual(dealBatches(50, 8, 1, 3));
    expect(dealBatches(50, 8, 1, 3)).not.toEqual(dealBatches(50, 8, 1, 4));
    expect(dealBatches(50, 8, 1, 3)).not.toEqual(dealBatches(50, 8, 2, 3));
  });
});

describe('weighLabels', () => {
  it('makes labels count the same, with a mean of one a photo', () => {
    // 6 photos: 4, 2 and none. 6 / (2 × 4), 6 / (2 × 2), nothing.
    expect(weighLabels([0, 0, 0, 0, 1, 1], 3)).toEqual([0.75, 1.5, 0]);
  });
});
