import { findLikeliest } from '../../find-likeliest';
import type { Prediction } from '../../training/training-plan';
import type { Part, Sample } from '../sample';

/** A photo of the project with what a run said of it. */
export interface Judged {
  sample: Sample;
  /** Where it is now. */
  part: Part;
  /** Index, among the run's labels, of the label that it has now. */
  truth: number;
  /** Index of the label that the model would say. */
  answer: number;
  probabilities: readonly number[];
  familiarity: number | null;
  /** It had another label when the run was trained. */
  isRelabelled: boolean;
}

/** How a run's photos stand today. */
export interface JudgedRun {
  photos: Judged[];
  /** Photos that were deleted since, or have no label that the run knows. */
  gone: number;
  /** Photos with another label than the run learnt. */
  relabelled: number;
  /** Labelled photos that came after the run. */
  added: number;
}

/**
 * Joins what a run said with the photos as they are now, under the labels that they have now: a
 * label that was put right is no mistake any more.
 *
 * @param labels The run's labels, in its order.
 */
export function joinPredictions(
  predictions: readonly Prediction[],
  labels: readonly { id: string }[],
  samples: readonly Sample[],
): JudgedRun {
  const indices = new Map(labels.map(({ id }, i) => [id, i]));
  const byId = new Map(samples.map((sample) => [sample.id, sample]));
  const photos = predictions.flatMap(({ id, label, probabilities, familiarity }): Judged[] => {
    const sample = byId.get(id);
    const truth = sample?.labelId ? indices.get(sample.labelId) : undefined;
    if (!sample || truth === undefined) return [];
    const answer = findLikeliest(probabilities);
    const isRelabelled = truth !== label;
    return [{ sample, part: sample.part, truth, answer, probabilities, familiarity, isRelabelled }];
  });
  const known = new Set(predictions.map(({ id }) => id));
  return {
    photos,
    gone: predictions.length - photos.length,
    relabelled: photos.filter(({ isRelabelled }) => isRelabelled).length,
    added: samples.filter(({ id, labelId }) => labelId !== null && !known.has(id)).length,
  };
}
