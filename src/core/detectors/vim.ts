import { decompose } from './eigen';
import { scoreEnergy } from './energy';
import { mean } from './linear-algebra';
import type { ReferenceSet, Scorer } from './score';

/** Share of the reference photos' spread that counts as known. */
const KNOWN_SHARE = 0.8;

/**
 * Virtual-logit matching (Wang, Li, Feng & Zhang 2022, "ViM: Out-Of-Distribution with Virtual-logit
 * Matching"): how much of the features lies outside what the reference photos span, weighed against
 * the energy. By kernel principal components. Unlike the paper, features are centred at their mean
 * rather than at the head's own origin, which a foreign network does not tell.
 */
export function fitVim(references: ReferenceSet, weight: number): Scorer {
  return scoreByResidual(fitResidual(references), weight);
}

/**
 * The same, with the weight that brings residuals to the scale of logits, as in the paper: the mean
 * largest logit over the mean residual of the reference photos.
 *
 * @param logits Of the reference photos.
 */
export function fitWeightedVim(
  references: ReferenceSet,
  logits: readonly ArrayLike<number>[],
): { scorer: Scorer; weight: number } {
  const n = references.labels.length;
  const measure = fitResidual(references);
  const residual = mean(
    references.labels.map((_, row) => measure(references.gram.subarray(row * n, (row + 1) * n))),
  );
  const largest = mean(logits.map((row) => Math.max(...Array.from(row))));
  const weight = residual > 0 ? Math.abs(largest) / residual : 1;
  return { scorer: scoreByResidual(measure, weight), weight };
}

function scoreByResidual(measure: (cosines: Float64Array) => number, weight: number): Scorer {
  return ({ logits, similarities }) => weight * measure(similarities) + scoreEnergy(logits);
}

/** Distance to the span of the principal components, from cosines to the reference photos. */
export function fitResidual(references: ReferenceSet): (cosines: Float64Array) => number {
  const taken = takeEvenly(references.labels.length);
  const measure = fitSpan(takeRows(references, taken), taken.length);
  return (cosines) => measure(Float64Array.from(taken, (row) => cosines[row] ?? 0));
}

/** Decomposing takes the cube of their number; more photos hardly change what they span. */
const MOST_SPANNING = 120;

function takeEvenly(count: number): number[] {
  const taken = Math.min(count, MOST_SPANNING);
  return Array.from({ length: taken }, (_, i) => Math.floor((i * count) / taken));
}

function takeRows({ labels, gram }: ReferenceSet, rows: readonly number[]): Float64Array {
  const taken = new Float64Array(rows.length ** 2);
  rows.forEach((a, i) =>
    rows.forEach((b, j) => (taken[i * rows.length + j] = gram[a * labels.length + b] ?? 0)),
  );
  return taken;
}

/** @param gram Of the spanning photos, n × n. */
function fitSpan(gram: Float64Array, n: number): (cosines: Float64Array) => number {
  const rowMeans = Float64Array.from({ length: n }, (_, i) =>
    mean(gram.subarray(i * n, (i + 1) * n)),
  );
  const total = mean(rowMeans);
  const centred = gram.map(
    (value, at) => value - (rowMeans[Math.floor(at / n)] ?? 0) - (rowMeans[at % n] ?? 0) + total,
  );
  const { values, vectors } = decompose(centred, n);
  const known = countComponents(values);
  return (cosines) => {
    const photoMean = mean(cosines);
    // Squared length after centring; the features have length 1.
    let square = 1 - 2 * photoMean + total;
    const seen = cosines.map((value, i) => value - photoMean - (rowMeans[i] ?? 0) + total);
    for (let component = 0; component < known; component++) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += (vectors[component * n + i] ?? 0) * (seen[i] ?? 0);
      square -= sum ** 2 / (values[component] ?? Infinity);
    }
    return Math.sqrt(Math.max(0, square));
  };
}

/** How many components hold the known share of the spread; those of rounding never count. */
function countComponents(values: Float64Array): number {
  const positive = values.filter((value) => value > 1e-9);
  const all = positive.reduce((sum, value) => sum + value, 0);
  let held = 0;
  let count = 0;
  while (count < positive.length && held < KNOWN_SHARE * all) held += positive[count++] ?? 0;
  return count;
}
