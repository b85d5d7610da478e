import '@tensorflow/tfjs-backend-webgl';
import { memory, setBackend, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { BlockTuner } from '../../../src/engine/tuning/block-tuner';
import { computeLoss, drawStart, drawViews } from '../../unit/engine/tuning/plain-block';

const rules = { labelSmoothing: 0.1, labelWeights: [1, 2, 0.5], pull: 0 };
/** A software GPU needs long for its first run. */
const PATIENT_MS = 120_000;

describe('tuning a block on WebGL', () => {
  beforeAll(async () => {
    await setBackend('webgl');
  }, PATIENT_MS);

  it(
    'has the slopes that small moves show in plain numbers, and leaves no tensors',
    async () => {
      const start = drawStart(7);
      const views = drawViews(5, 7);
      const tensors = memory().numTensors;
      const tuner = new BlockTuner(start, rules);
      const slopes = tidy(() => tuner.differentiate(views));
      for (const name of ['expand', 'depthwise', 'project'] as const) {
        const said = await slopes[name].data<'float32'>();
        start.block[name].forEach((_, at) => {
          const lossAt = (move: number) => {
            const values = Float64Array.from(start.block[name]);
            values[at] = (values[at] ?? NaN) + move;
            return computeLoss(
              { ...start, block: { ...start.block, [name]: values } },
              views,
              rules,
            );
          };
          expect(said[at]).toBeCloseTo((lossAt(1e-5) - lossAt(-1e-5)) / 2e-5, 3);
        });
      }
      for (const slope of Object.values(slopes)) slope.dispose();
      tuner.dispose();
      expect(memory().numTensors).toBe(tensors);
    },
    PATIENT_MS,
  );
});
