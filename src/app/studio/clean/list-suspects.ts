import { measureLogLoss } from '../../../core/calibrate/proper-scores';
import { findLabelErrors } from '../../../core/studio/insight/confident-learning';
import type { Judged } from '../../../core/studio/insight/judged';
import type { Sample } from '../../../core/studio/sample';
import { formatPercent } from '../../../elements/shared/format';

/** Photos to go through, in order, with what the model has to say. */
export interface CleanList {
  samples: Sample[];
  /** By the photo's id. */
  notes: Map<string, string>;
  /** Id of the label that it more likely has, by the photo's id. */
  suggestions: Map<string, string>;
  /** How many wrong labels are to be expected in all; `null` where that is not asked. */
  estimated: number | null;
}

type Labels = readonly { id: string; name: string }[];

/** Photos whose label is probably wrong, by confident learning; the worst first. */
export function listSuspects(photos: readonly Judged[], labels: Labels): CleanList {
  const { suspects, estimated } = findLabelErrors(
    photos.map(({ truth }) => truth),
    photos.map(({ probabilities }) => probabilities),
    labels.length,
  );
  const list: CleanList = { samples: [], notes: new Map(), suggestions: new Map(), estimated };
  for (const { index, suggested } of suspects) {
    const photo = photos[index];
    const label = labels[suggested];
    if (!photo || !label) continue;
    const { sample, probabilities } = photo;
    list.samples.push(sample);
    list.notes.set(sample.id, `${label.name}? ${formatPercent(probabilities[suggested] ?? 0)}`);
    list.suggestions.set(sample.id, label.id);
  }
  return list;
}

/** All photos by their loss, the largest first. */
export function listLosses(photos: readonly Judged[], labels: Labels): CleanList {
  const ranked = photos
    .map((photo) => ({ photo, loss: measureLogLoss(photo.probabilities, photo.truth) }))
    .sort((a, b) => b.loss - a.loss)
    .map(({ photo }) => photo);
  const list: CleanList = {
    samples: ranked.map(({ sample }) => sample),
    notes: new Map(),
    suggestions: new Map(),
    estimated: null,
  };
  for (const { sample, truth, answer, probabilities } of ranked) {
    const share = formatPercent(probabilities[answer] ?? 0);
    const label = labels[answer];
    if (!label) continue;
    list.notes.set(sample.id, answer === truth ? `right, ${share}` : `${label.name}? ${share}`);
    if (answer !== truth) list.suggestions.set(sample.id, label.id);
  }
  return list;
}
