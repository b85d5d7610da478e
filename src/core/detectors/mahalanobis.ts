import { factorise, mean, solveLower, squaredLength } from './linear-algebra';
import { groupByLabel, type ReferenceSet, type Scorer } from './score';

/**
 * Share of the covariance that is given up for a round one (Ledoit & Wolf 2004). With fewer photos
 * than features nearly all directions are unseen: most of the covariance is chance.
 */
const SHRINKAGE = 0.9;
/** Photos that are all the same have no spread; the distance must stay a number all the same. */
const SMALLEST_SPREAD = 1e-9;

/**
 * Squared Mahalanobis distance to the nearest label's mean, one covariance for all labels (Lee, Lee,
 * Lee & Shin 2018, "A Simple Unified Framework for Detecting Out-of-Distribution Samples and
 * Adversarial Attacks"), shrunk towards a round one. In dual form, by Woodbury's identity: with C
 * the centred reference rows, Σ = a·I + b·CᵀC gives
 * zᵀΣ⁻¹z = (zᵀz − (Cz)ᵀ(a/b·I + CCᵀ)⁻¹(Cz)) / a.
 *
 * @param shrinkage In (0, 1).
 */
export function fitMahalanobis(references: ReferenceSet, shrinkage = SHRINKAGE): Scorer {
  const { labels, gram, length } = references;
  const n = labels.length;
  const groups = groupByLabel(labels);
  const groupOf = new Int32Array(n);
  groups.forEach((rows, group) => rows.forEach((row) => (groupOf[row] = group)));
  /** Cosines of every row with each label's mean: [groups][n]. */
  const withMean = groups.map((rows) =>
    Float64Array.from({ length: n }, (_, i) => mean(rows.map((j) => gram[i * n + j] ?? 0))),
  );
  const meanDot = groups.map((rows) =>
    withMean.map((cosines) => mean(rows.map((row) => cosines[row] ?? 0))),
  );
  const centred = new Float64Array(n * n);
  let trace = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const [a, b] = [groupOf[i] ?? 0, groupOf[j] ?? 0];
      const value =
        (gram[i * n + j] ?? 0) -
        (withMean[b]?.[i] ?? 0) -
        (withMean[a]?.[j] ?? 0) +
        (meanDot[a]?.[b] ?? 0);
      centred[i * n + j] = value;
      if (i === j) trace += value;
    }
  }
  const round = Math.max((shrinkage * trace) / n / length, SMALLEST_SPREAD);
  const seen = (1 - shrinkage) / n;
  for (let i = 0; i < n; i++) centred[i * n + i] = (centred[i * n + i] ?? 0) + round / seen;
  const lower = factorise(centred, n);
  /** Centred rows times each label's mean: [groups][n]. */
  const meanSeen = groups.map((_, group) =>
    Float64Array.from(
      { length: n },
      (_row, i) => (withMean[group]?.[i] ?? 0) - (meanDot[groupOf[i] ?? 0]?.[group] ?? 0),
    ),
  );
  // What is unseen of the means does not change from photo to photo.
  const solvedMeans = meanSeen.map((vector) => solveLower(lower, vector));
  return ({ similarities }) => {
    const photoMeans = groups.map((rows) => mean(rows.map((row) => similarities[row] ?? 0)));
    const seenPhoto = Float64Array.from(
      { length: n },
      (_, i) => (similarities[i] ?? 0) - (photoMeans[groupOf[i] ?? 0] ?? 0),
    );
    const solved = solveLower(lower, seenPhoto);
    let smallest = Infinity;
    solvedMeans.forEach((solvedMean, group) => {
      const square = 1 - 2 * (photoMeans[group] ?? 0) + (meanDot[group]?.[group] ?? 0);
      const explained = squaredLength(solved.map((value, i) => value - (solvedMean[i] ?? 0)));
      smallest = Math.min(smallest, (square - explained) / round);
    });
    return smallest;
  };
}
