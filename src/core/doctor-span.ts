import { factorise, mean, solveLower, squaredLength } from './detectors/linear-algebra';

/**
 * Evidence that needs no labels, where a network's pooled features are known: how much of its last
 * layer the photos account for. The slopes that train a layer are sums of the features of the training
 * photos, and so are its weights (the representer theorem: Kimeldorf & Wahba 1971; Schölkopf, Herbrich
 * & Smola 2001). Photos prepared as those have features in much the same directions, so that more of
 * the weights lies in their span; any other way turns the features aside, even one that shows more of
 * the thing and makes answers firmer. The length of the part in the span follows from features and
 * logits alone.
 */

/** Against directions that a few photos show by chance: a share of the mean squared length. */
const RIDGE = 0.1;
/** Nats that a share e times as large is worth, for each photo. */
const NATS = 4;
/** One photo says no more than this. */
const MOST_NATS = 2;

/** What a network says of one view of a photo. */
export interface SpanAnswer {
  features: ArrayLike<number>;
  /** One a label that counts; a unit alone with a 0 beside it. */
  logits: readonly number[];
}

/**
 * What spans say for each way, against the reference: the difference of the logarithms of
 * `measureSpan`, spread over the photos by the jackknife (Tukey 1958), so that their scatter is that
 * of the difference.
 *
 * @param ways For each way and photo so far, what the network said of each view.
 * @param reference The place of the way to compare with; of those tried on all photos.
 * @returns For each way and photo, nats to take off its loss, at most 2 either way.
 */
export function creditSpans(
  ways: readonly (readonly (readonly SpanAnswer[])[])[],
  reference: number,
): number[][] {
  const own = new Map<number, number[]>();
  return ways.map((photos) => {
    const count = photos.length;
    const others = own.get(count) ?? spreadOver(ways[reference]?.slice(0, count) ?? []);
    own.set(count, others);
    return spreadOver(photos).map((value, i) => {
      const ahead = NATS * (value - (others[i] ?? NaN));
      // Nothing to measure is no evidence for a way.
      if (Number.isNaN(ahead)) return Number.isFinite(value) ? MOST_NATS : -MOST_NATS;
      return Math.max(-MOST_NATS, Math.min(MOST_NATS, ahead));
    });
  });
}

/** Jackknife's pseudo-values of the logarithm of the span, one a photo. */
function spreadOver(photos: readonly (readonly SpanAnswer[])[]): number[] {
  const products = new Products(photos);
  const all = Math.log(products.measure(-1));
  return photos.map(
    (_, out) => photos.length * all - (photos.length - 1) * Math.log(products.measure(out)),
  );
}

/** The squared length of a last layer's part in the span of photos, from features and logits. */
export function measureSpan(photos: readonly (readonly SpanAnswer[])[]): number {
  return new Products(photos).measure(-1);
}

/** Inner products of features, computed once for all photos that are left out in turn. */
class Products {
  private readonly rows: { answer: SpanAnswer; photo: number }[];
  private readonly gram: number[][];

  constructor(photos: readonly (readonly SpanAnswer[])[]) {
    this.rows = photos.flatMap((views, photo) => views.map((answer) => ({ answer, photo })));
    const features = this.rows.map(({ answer }) => Float64Array.from(answer.features));
    const half = features.map((row, i) => features.slice(0, i + 1).map((other) => dot(row, other)));
    this.gram = features.map((_, i) =>
      features.map((_, j) => half[Math.max(i, j)]?.[Math.min(i, j)] ?? NaN),
    );
  }

  /**
   * trace(Zᵀ (G + ridge)⁻¹ Z) for centred logits Z and centred products G, which are the rows' squared
   * length in the span where Z = X·W and G = X·Xᵀ.
   *
   * @param out The photo to leave out; -1 for none.
   */
  measure(out: number): number {
    const kept = this.rows.flatMap(({ photo }, at) => (photo === out ? [] : [at]));
    const n = kept.length;
    const means = kept.map((i) => mean(kept.map((j) => this.gram[i]?.[j] ?? NaN)));
    const centre = mean(means);
    const matrix = new Float64Array(n * n);
    let trace = 0;
    kept.forEach((i, row) => {
      kept.forEach((j, column) => {
        matrix[row * n + column] =
          (this.gram[i]?.[j] ?? NaN) - (means[row] ?? NaN) - (means[column] ?? NaN) + centre;
      });
      trace += matrix[row * n + row] ?? NaN;
    });
    const size = trace / n;
    if (!(size > 0)) return 0;
    for (let i = 0; i < n; i++) matrix[i * n + i] = (matrix[i * n + i] ?? NaN) + RIDGE * size;
    const lower = factorise(matrix, n);
    return this.centreLogits(kept).reduce(
      (sum, column) => sum + squaredLength(solveLower(lower, column)),
      0,
    );
  }

  /** A column a label; less the mean over labels, which no answer depends on, and over photos. */
  private centreLogits(kept: readonly number[]): Float64Array[] {
    const rows = kept.map((at) => this.rows[at]?.answer.logits ?? []);
    const level = rows.map((row) => mean(row));
    const labels = rows[0]?.length ?? 0;
    return Array.from({ length: labels }, (_, label) => {
      const column = rows.map((row, i) => (row[label] ?? NaN) - (level[i] ?? NaN));
      const middle = mean(column);
      return Float64Array.from(column, (value) => value - middle);
    });
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? NaN) * (b[i] ?? NaN);
  return sum;
}
