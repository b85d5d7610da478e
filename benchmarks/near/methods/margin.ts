import { answer, type Head, softmaxInPlace } from '../../../src/core/training/head';
import { normalise } from '../../../src/core/bank';
import { keepUnitRows, type Loss, trainByLoss } from '../loss-trainer';
import type { Method } from '../method';
import type { Trial } from '../trial';

const SCALE = 16;
const MARGIN = 0.2;
const LEARNING_RATE = 1e-3;

/**
 * A head of cosines, taught with a margin (Wang et al. 2018, "CosFace: Large Margin Cosine Loss"): the
 * right label must win by 0.2 of a cosine. The score is the largest cosine, turned round.
 */
export const margin: Method = {
  name: 'head with a margin, largest cosine',
  source: 'Wang et al. 2018 (CosFace)',
  place: 'head',
  fit: async (trial, seen) => {
    const head = await trial.make('margin', seen, () => trainMarginHead(trial, seen));
    return (photo) => [-Math.max(...answer(head, toUnit(trial, photo)))];
  },
};

function trainMarginHead(trial: Trial, seen: readonly number[]): Head {
  const lessons = seen.map((photo) => ({
    features: toUnit(trial, photo),
    label: trial.labelOf(photo),
  }));
  const length = trial.featureScale.length;
  const weights = new Float32Array(trial.labelCount * length);
  for (const { features, label } of lessons) {
    features.forEach((value, i) => {
      weights[label * length + i] = (weights[label * length + i] ?? 0) + value;
    });
  }
  keepUnitRows(weights, length);
  const start: Head = { weights, biases: new Float32Array(trial.labelCount) };
  return trainByLoss({
    lessons,
    start,
    loss: marginLoss,
    learningRate: LEARNING_RATE,
    weightDecay: 0,
    onSphere: true,
    seed: trial.seed,
  });
}

const marginLoss: Loss = (cosines, label, slope) => {
  cosines.forEach((cosine, i) => {
    slope[i] = SCALE * (cosine - (i === label ? MARGIN : 0));
  });
  softmaxInPlace(slope);
  slope.forEach((share, i) => {
    slope[i] = SCALE * (share - (i === label ? 1 : 0));
  });
};

function toUnit(trial: Trial, photo: number): Float32Array {
  return normalise(trial.scaledFeaturesOf(photo));
}
