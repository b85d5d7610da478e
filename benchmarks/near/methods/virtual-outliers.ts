import { scoreEnergy } from '../../../src/core/detectors/energy';
import { computeLogits, type Head, softmaxInPlace } from '../../../src/core/training/head';
import { LEARNING_RATE } from '../heads';
import { type Loss, type LossLesson, trainByLoss } from '../loss-trainer';
import type { Method } from '../method';
import type { Trial } from '../trial';

/** Candidates a label of which the least likely are kept, as a share; weight of the second loss. */
const CANDIDATES = 400;
const KEPT = 0.05;
const BETA = 0.1;
const WEIGHT_DECAY = 0.005;
const SLOPE_RATE = 0.01;

/**
 * A head taught to tell photos from virtual outliers by its energy (Du, Wang, Cai & Li 2022, "VOS:
 * Learning What You Don't Know by Virtual Outlier Synthesis"): drawn from a Gaussian a label with one
 * covariance, the least likely of many kept, and logistic regression on the energy beside softmax.
 */
export const virtualOutliers: Method = {
  name: 'virtual outliers, energy',
  source: 'Du, Wang, Cai & Li 2022 (VOS)',
  place: 'head',
  fit: async (trial, seen) => {
    const head = await trial.make('vos', seen, () => trainWithVirtualOutliers(trial, seen));
    const logits = new Float64Array(trial.labelCount);
    return (photo) => [scoreEnergy(computeLogits(head, trial.scaledFeaturesOf(photo), logits))];
  },
};

function trainWithVirtualOutliers(trial: Trial, seen: readonly number[]): Head {
  const photos = seen.map((photo): LossLesson => ({
    features: trial.scaledFeaturesOf(photo),
    label: trial.labelOf(photo),
  }));
  const outliers = drawVirtualOutliers(trial, photos);
  const blank = {
    weights: new Float32Array(trial.labelCount * trial.featureScale.length),
    biases: new Float32Array(trial.labelCount),
  };
  return trainByLoss({
    lessons: [...photos, ...outliers],
    start: blank,
    loss: createLoss(),
    learningRate: LEARNING_RATE,
    weightDecay: WEIGHT_DECAY,
    seed: trial.seed,
  });
}

/** Softmax for photos; for all, whether it is a photo, by a·(−energy) + b with a and b learnt too. */
function createLoss(): Loss {
  let [factor, offset] = [1, 0];
  return (logits, label, slope) => {
    const sureness = -scoreEnergy(logits);
    slope.set(logits);
    softmaxInPlace(slope);
    const isPhoto = label >= 0 ? 1 : 0;
    const off = 1 / (1 + Math.exp(-(factor * sureness + offset))) - isPhoto;
    const pull = BETA * off * factor;
    slope.forEach((share, i) => {
      slope[i] = pull * share + (isPhoto ? share - (i === label ? 1 : 0) : 0);
    });
    factor = Math.max(0, factor - SLOPE_RATE * off * sureness);
    offset -= SLOPE_RATE * off;
  };
}

function drawVirtualOutliers(trial: Trial, photos: readonly LossLesson[]): LossLesson[] {
  const random = trial.createRandom();
  const length = trial.featureScale.length;
  const means = Array.from({ length: trial.labelCount }, (_, label) => {
    const own = photos.filter((photo) => photo.label === label);
    const mean = new Float64Array(length);
    for (const { features } of own) {
      features.forEach((value, i) => (mean[i] = (mean[i] ?? 0) + value / own.length));
    }
    return mean;
  });
  return means.flatMap((mean) => {
    // A sum of the photos' own deviations by normal numbers has their covariance, and the squared
    // length of these numbers says how unlikely it is.
    const drawn = Array.from({ length: CANDIDATES }, () => {
      const normals = photos.map(() => drawNormal(random));
      return { normals, size: normals.reduce((sum, value) => sum + value * value, 0) };
    });
    const least = drawn.sort((a, b) => b.size - a.size).slice(0, CANDIDATES * KEPT);
    return least.map(({ normals }): LossLesson => {
      const features = Float32Array.from(mean);
      photos.forEach((photo, at) => {
        const weight = (normals[at] ?? 0) / Math.sqrt(photos.length);
        const own = means[photo.label];
        for (let i = 0; i < length; i++) {
          features[i] = (features[i] ?? 0) + weight * ((photo.features[i] ?? 0) - (own?.[i] ?? 0));
        }
      });
      return { features, label: -1 };
    });
  });
}

/** Box and Muller 1958. */
function drawNormal(random: { nextFloat(): number }): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.nextFloat()));
  return radius * Math.cos(2 * Math.PI * random.nextFloat());
}
