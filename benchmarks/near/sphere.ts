import { groupByLabel, type ReferenceSet, type Scorer } from '../../src/core/detectors/score';

/** Share of a label's photos that may lie outside its sphere: none of them decides alone where it lies. */
const OUTSIDE = 0.2;
/** Slopes that differ by less are the same, in squared cosine distance. */
const TOLERANCE = 1e-6;
/** More than enough for hundreds of photos; a guard, should rounding keep it from settling. */
const MOST_STEPS = 20_000;
/** Two photos so near to each other can't be told apart: moving weight between them changes nothing. */
const SMALLEST_BEND = 1e-12;

/** The smallest sphere round most photos of a label. */
export interface Sphere {
  /** How much each photo pulls the centre; their sum is 1. Most of them are 0. */
  weights: Float64Array;
  /** Squared length of the centre. */
  square: number;
  /** Squared radius: what all but a fifth of the photos lie within. */
  radius: number;
}

/**
 * How far a photo lies outside the sphere of a label, for the label where it is least far: the smallest
 * sphere round each label's photos but the outermost fifth (Tax & Duin 2004, "Support Vector Data
 * Description"). A sphere's centre hangs on the label's most unusual photos, so that it stands amid all
 * there are, where a mean stands amid the many that are alike. In squared distance, below 0 within;
 * in [-2, 4].
 */
export function fitSphere({ labels, gram }: ReferenceSet): Scorer {
  const count = labels.length;
  const spheres = groupByLabel(labels).map((rows) => {
    const own = new Float64Array(rows.length ** 2);
    rows.forEach((row, i) => {
      rows.forEach((other, j) => {
        own[i * rows.length + j] = gram[row * count + other] ?? 0;
      });
    });
    const { weights, square, radius } = findSphere(own, rows.length);
    const pulling = rows.flatMap((row, i) => {
      const weight = weights[i] ?? 0;
      return weight > 0 ? [{ row, weight }] : [];
    });
    return { pulling, level: 1 + square - radius };
  });
  return ({ similarities }) => {
    let least = Infinity;
    for (const { pulling, level } of spheres) {
      let cosine = 0;
      for (const { row, weight } of pulling) cosine += weight * (similarities[row] ?? 0);
      least = Math.min(least, level - 2 * cosine);
    }
    return least;
  };
}

/**
 * Finds the sphere by moving weight between two photos at a time, from the one that lies least far out
 * to the one that lies farthest (sequential minimal optimisation: Platt 1998, with the pair of largest
 * violation: Keerthi et al. 2001).
 *
 * @param gram Cosines between the photos, n × n; each has length 1.
 */
export function findSphere(gram: Float64Array, n: number): Sphere {
  const most = Math.max(1 / n, Math.min(1, 1 / (OUTSIDE * n)));
  const weights = new Float64Array(n).fill(1 / n);
  /** Cosine of each photo with the centre, times the centre's length. */
  const withCentre = Float64Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += (gram[i * n + j] ?? 0) / n;
    return sum;
  });
  for (let step = 0; step < MOST_STEPS; step++) {
    const { to, from } = findPair(withCentre, weights, most);
    const gap = (withCentre[from] ?? 0) - (withCentre[to] ?? 0);
    if (to === from || gap < TOLERANCE) break;
    const bend = 2 - 2 * (gram[to * n + from] ?? 0);
    const room = Math.min(most - (weights[to] ?? 0), weights[from] ?? 0);
    const moved = Math.min(room, gap / Math.max(SMALLEST_BEND, bend));
    // Exactly nothing or all, so that what lies at a bound is seen to.
    weights[from] = moved === weights[from] ? 0 : (weights[from] ?? 0) - moved;
    weights[to] = moved === most - (weights[to] ?? 0) ? most : (weights[to] ?? 0) + moved;
    for (let i = 0; i < n; i++) {
      const change = (gram[i * n + to] ?? 0) - (gram[i * n + from] ?? 0);
      withCentre[i] = (withCentre[i] ?? 0) + moved * change;
    }
  }
  const square = weights.reduce((sum, weight, i) => sum + weight * (withCentre[i] ?? 0), 0);
  const distances = withCentre.map((product) => 1 - 2 * product + square).sort();
  return { weights, square, radius: distances[Math.ceil((1 - OUTSIDE) * n) - 1] ?? 0 };
}

/** The photo farthest out that may pull more, and the one least far out that still pulls. */
function findPair(
  withCentre: Float64Array,
  weights: Float64Array,
  most: number,
): { to: number; from: number } {
  let [to, from] = [0, 0];
  let [smallest, largest] = [Infinity, -Infinity];
  for (let i = 0; i < weights.length; i++) {
    const product = withCentre[i] ?? 0;
    const weight = weights[i] ?? 0;
    if (weight < most && product < smallest) [smallest, to] = [product, i];
    if (weight > 0 && product > largest) [largest, from] = [product, i];
  }
  return { to, from };
}
