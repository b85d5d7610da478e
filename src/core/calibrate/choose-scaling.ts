import { fitTemperature, MIN_CALIBRATION_PHOTOS, softmax } from '../calibration';
import { splitFolds } from '../split';
import { measureLogLoss } from './proper-scores';
import { identityScaling, scaleLogits, type Scaling } from './scaling';
import { fitVectorScaling } from './vector-scaling';

/** The ways to scale logits, the simplest first. */
type ScalingMethod = 'identity' | 'temperature' | 'vector';

/** Which way was chosen, and why. */
interface ScalingChoice {
  method: ScalingMethod;
  /** Fitted on all photos. */
  scaling: Scaling;
  /** Mean log loss of photos that the fit had not seen, in nats, of each way that was tried. */
  losses: { method: ScalingMethod; logLoss: number }[];
  /** Why, in a sentence. */
  reason: string;
}

interface ScalingOptions {
  seed: number;
  /** The ways to choose from; identity always is one. */
  methods?: readonly ScalingMethod[];
  /** Photos of one group (near-duplicates) are never fitted and judged apart. */
  groups?: readonly number[];
}

/** Said where nothing was fitted. */
export const tooFewPhotos = `Its confidence is as the model claims it: fitting it takes at least ${MIN_CALIBRATION_PHOTOS} photos of two or more labels.`;

const FOLDS = 5;
/** Vector scaling has two numbers a label; with fewer photos of a label they are fitted to chance. */
const MIN_PHOTOS_PER_LABEL = 50;
/** Beyond this its curvature is too large to be worth the wait. */
const MAX_VECTOR_LABELS = 50;

/**
 * Chooses how to scale logits: each way is fitted on four fifths of the photos and judged by the log
 * loss of the last fifth, five times. A way with more numbers has to beat the simpler one by more
 * than one standard error of the difference (Breiman et al. 1984), so that with few photos, or where
 * nothing is wrong, the probabilities stay as the model claims them.
 *
 * @param logits One row a photo, one number a label; photos that trained nothing.
 * @param truths Label index of each photo.
 * @throws RangeError when a logit is not a number or a truth is not a label.
 */
export function chooseScaling(
  logits: readonly ArrayLike<number>[],
  truths: readonly number[],
  { seed, methods = ['identity', 'temperature', 'vector'], groups }: ScalingOptions,
): ScalingChoice {
  const count = logits.length;
  const kinds = new Set(truths).size;
  if (count < MIN_CALIBRATION_PHOTOS || kinds < 2) {
    return {
      method: 'identity',
      scaling: identityScaling,
      losses: [],
      reason: tooFewPhotos,
    };
  }
  const folds = splitFolds(
    { labels: truths, groups: groups ?? truths.map((_, i) => i) },
    FOLDS,
    seed,
  );
  const tried = (['identity', 'temperature', 'vector'] as const)
    .filter((method) => method === 'identity' || methods.includes(method))
    .filter((method) => method !== 'vector' || hasEnoughForVector(logits, truths))
    .map((method) => ({ method, each: judgeByFolds(method, logits, truths, folds) }));
  let best = tried[0];
  for (const rival of tried.slice(1)) if (best && isBetter(rival.each, best.each)) best = rival;
  const method = best?.method ?? 'identity';
  const losses = tried.map(({ method: name, each }) => ({ method: name, logLoss: mean(each) }));
  return {
    method,
    scaling: fitScaling(method, logits, truths),
    losses,
    reason: explain(method, count, losses),
  };
}

/** Fits one way of scaling. */
function fitScaling(
  method: ScalingMethod,
  logits: readonly ArrayLike<number>[],
  truths: readonly number[],
): Scaling {
  if (method === 'identity') return identityScaling;
  if (method === 'temperature') return { temperature: fitTemperature(logits, truths, 1) };
  return { temperature: 1, vector: fitVectorScaling(logits, truths) };
}

function hasEnoughForVector(logits: readonly ArrayLike<number>[], truths: readonly number[]) {
  const labelCount = logits[0]?.length ?? 0;
  const counts = new Array<number>(labelCount).fill(0);
  for (const truth of truths) counts[truth] = (counts[truth] ?? 0) + 1;
  return labelCount <= MAX_VECTOR_LABELS && counts.every((own) => own >= MIN_PHOTOS_PER_LABEL);
}

/** Log loss of each photo under a fit that has not seen it. */
function judgeByFolds(
  method: ScalingMethod,
  logits: readonly ArrayLike<number>[],
  truths: readonly number[],
  folds: readonly number[],
): number[] {
  const fits = Array.from({ length: FOLDS }, (_, fold) => {
    const seen = logits.flatMap((_row, photo) => (folds[photo] === fold ? [] : [photo]));
    return fitScaling(
      method,
      seen.map((photo) => logits[photo] ?? []),
      seen.map((photo) => truths[photo] ?? -1),
    );
  });
  return logits.map((row, photo) => {
    const scaling = fits[folds[photo] ?? 0] ?? identityScaling;
    return measureLogLoss(softmax(scaleLogits(row, scaling)), truths[photo] ?? -1);
  });
}

/** By more than one standard error of the photo-by-photo difference. */
function isBetter(rival: readonly number[], best: readonly number[]): boolean {
  const gains = best.map((loss, photo) => loss - (rival[photo] ?? Infinity));
  const gain = mean(gains);
  const variance =
    gains.reduce((sum, one) => sum + (one - gain) ** 2, 0) / Math.max(1, gains.length - 1);
  return gain > Math.sqrt(variance / gains.length);
}

function explain(method: ScalingMethod, count: number, losses: ScalingChoice['losses']): string {
  const told = losses
    .map((one) => `${one.logLoss.toFixed(3)} with ${names[one.method]}`)
    .join(', ');
  const figures = `log loss on photos it had not seen: ${told}`;
  switch (method) {
    case 'identity':
      return `Its confidence was left as the model claims it: on ${count} photos nothing was surely better (${figures}).`;
    case 'temperature':
      return `Its confidence was fitted with one number, a temperature, on ${count} photos (${figures}).`;
    case 'vector':
      return `Its confidence was fitted with two numbers for each label on ${count} photos (${figures}).`;
  }
}

const names: Record<ScalingMethod, string> = {
  identity: 'no change',
  temperature: 'a temperature',
  vector: 'two numbers a label',
};

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
