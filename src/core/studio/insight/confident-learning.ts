import { countConfusion } from '../../metrics';

/** A photo whose label is probably wrong. */
interface LabelSuspect {
  /** The photo's place in the list. */
  index: number;
  /** Index of the label that it more likely has. */
  suggested: number;
  /** What it was given for its own label, 0 … 1. */
  selfConfidence: number;
  /** From 0, surely another label, to 1, surely its own. */
  margin: number;
}

/** What confident learning finds. */
interface LabelErrors {
  /** For each label: the confidence from which a photo counts as one. `null`: no photo has it. */
  thresholds: (number | null)[];
  /** The confident joint. Rows: the label given; columns: the label it more likely has. */
  joint: number[][];
  /** How many labels are probably wrong in all, a part of a photo included. */
  estimated: number;
  /** The worst first. */
  suspects: LabelSuspect[];
}

/**
 * Finds labels that are probably wrong by confident learning (Northcutt, Jiang & Chuang 2021,
 * "Confident Learning: Estimating Uncertainty in Dataset Labels", JAIR 70, section 3). A photo counts
 * as a label when it is given at least the confidence that photos of that label are given on average;
 * one that counts as another label than its own is a suspect.
 *
 * @param labels Label index of each photo, as a person gave it.
 * @param probabilities Of each photo, from a model that never learnt from it; calibrated.
 */
export function findLabelErrors(
  labels: readonly number[],
  probabilities: readonly (readonly number[])[],
  labelCount: number,
): LabelErrors {
  const thresholds = averageConfidences(labels, probabilities, labelCount);
  const likely = probabilities.map((row) => findConfidentLabel(row, thresholds));
  const counted = labels.flatMap((_, i) => (likely[i] === null ? [] : [i]));
  const joint = countConfusion(
    counted.map((i) => labels[i] ?? -1),
    counted.map((i) => likely[i] ?? -1),
    labelCount,
  );
  const suspects = counted
    .flatMap((index) => {
      const [own = -1, suggested] = [labels[index], likely[index] ?? -1];
      if (own === suggested) return [];
      const row = probabilities[index] ?? [];
      const selfConfidence = row[own] ?? 0;
      return [{ index, suggested, selfConfidence, margin: normaliseMargin(row, own) }];
    })
    .sort((a, b) => a.margin - b.margin || a.index - b.index);
  return { thresholds, joint, estimated: estimateErrors(joint, labels), suspects };
}

/**
 * How sure a photo is of its own label against the best of the others, brought to 0 … 1 (normalised
 * margin; Northcutt et al. 2021, section 3.2, ranking).
 */
export function normaliseMargin(probabilities: readonly number[], label: number): number {
  const others = probabilities.filter((_, other) => other !== label);
  return ((probabilities[label] ?? 0) - Math.max(0, ...others) + 1) / 2;
}

function averageConfidences(
  labels: readonly number[],
  probabilities: readonly (readonly number[])[],
  labelCount: number,
): (number | null)[] {
  return Array.from({ length: labelCount }, (_, label) => {
    const own = probabilities.filter((_row, i) => labels[i] === label);
    if (own.length === 0) return null;
    return own.reduce((sum, row) => sum + (row[label] ?? 0), 0) / own.length;
  });
}

/** The most probable of the labels that the photo counts as; `null` when it counts as none. */
function findConfidentLabel(
  row: readonly number[],
  thresholds: readonly (number | null)[],
): number | null {
  let best: number | null = null;
  row.forEach((probability, label) => {
    const threshold = thresholds[label] ?? null;
    // A mean of equal numbers may come out a hair above them.
    if (threshold === null || probability < threshold - 1e-9) return;
    if (best === null || probability > (row[best] ?? 0)) best = label;
  });
  return best;
}

/** The share off the diagonal, each row stretched to all photos of its label (equation 3). */
function estimateErrors(joint: readonly (readonly number[])[], labels: readonly number[]): number {
  let errors = 0;
  joint.forEach((row, label) => {
    const counted = row.reduce((sum, count) => sum + count, 0);
    if (counted === 0) return;
    const photos = labels.filter((one) => one === label).length;
    errors += (photos * (counted - (row[label] ?? 0))) / counted;
  });
  return errors;
}
