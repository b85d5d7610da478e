import { describe, expect, it } from 'vitest';
import { negativeLogLikelihood } from '../../../../src/core/calibration';
import { fitScores, scorePhotos, type ScoreSpec } from '../../../../src/core/detectors/cross-fit';
import { listScores } from '../../../../src/core/detectors/candidates';
import { factorise, solveLower } from '../../../../src/core/detectors/linear-algebra';
import { computeGram, takeDirections } from '../../../../src/core/detectors/parts';
import { PhotoTable } from '../../../../src/core/detectors/photo-table';
import { scoreDefinitions } from '../../../../src/core/detectors/registry';
import { fitWeightedVim } from '../../../../src/core/detectors/vim';
import { createRandom } from '../../../../src/core/random';
import { drawPhotos } from './support';

/**
 * The quick forms of the bake-off's arithmetic against the textbook's plain loops: not nearly the
 * same but the same, to the last bit, so that no model chooses otherwise because of them.
 */

function drawRows(count: number, length: number, seed: number): Float64Array[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () =>
    Float64Array.from({ length }, () => random.nextFloat() - 0.3),
  );
}

/** Sizes on both sides of a block of four. */
const sizes = [1, 2, 3, 4, 5, 7, 8, 13, 30];

describe('in blocks and in plain loops', () => {
  it.each(sizes)('cosines between %i photos', (count) => {
    const directions = takeDirections(drawRows(count, 37, count), { start: 3, length: 31 });
    const { rows, length } = directions;
    const plain = new Float64Array(count * count);
    for (let a = 0; a < count; a++) {
      for (let b = 0; b < count; b++) {
        let sum = 0;
        for (let i = 0; i < length; i++) {
          sum += (rows[a * length + i] ?? NaN) * (rows[b * length + i] ?? NaN);
        }
        plain[a * count + b] = sum;
      }
    }
    expect([...computeGram(directions)]).toEqual([...plain]);
  });

  it.each(sizes)('the triangle of a matrix of %i rows, and solving by it', (n) => {
    // A Gram matrix with something on its diagonal is positive definite.
    const rows = drawRows(n, n + 2, n);
    const matrix = new Float64Array(n * n);
    rows.forEach((a, i) =>
      rows.forEach((b, j) => {
        matrix[i * n + j] = a.reduce((sum, v, k) => sum + v * (b[k] ?? 0), i === j ? 0.1 : 0);
      }),
    );
    // Golub & Van Loan 2013, "Matrix Computations", §4.2: row by row.
    const lower = new Float64Array(n * n);
    for (let row = 0; row < n; row++) {
      for (let column = 0; column <= row; column++) {
        let sum = matrix[row * n + column] ?? NaN;
        for (let i = 0; i < column; i++) {
          sum -= (lower[row * n + i] ?? NaN) * (lower[column * n + i] ?? NaN);
        }
        lower[row * n + column] =
          row === column ? Math.sqrt(sum) : sum / (lower[column * n + column] ?? NaN);
      }
    }
    expect([...factorise(matrix, n)]).toEqual([...lower]);
    const [vector = new Float64Array()] = drawRows(1, n, 99);
    const solved: number[] = [];
    for (let row = 0; row < n; row++) {
      let sum = vector[row] ?? NaN;
      for (let i = 0; i < row; i++) sum -= (lower[row * n + i] ?? NaN) * (solved[i] ?? NaN);
      solved.push(sum / (lower[row * n + row] ?? NaN));
    }
    expect([...solveLower(lower, vector)]).toEqual(solved);
  });

  it('a pivot that rounding brought to nothing is lifted in either', () => {
    expect([...factorise(Float64Array.of(1, 1, 1, 1), 2)]).toEqual([1, 0, 1, 1e-6]);
  });

  it('the mean surprise at the truths', () => {
    const rows = drawRows(40, 3, 5);
    const truths = rows.map((_, i) => i % 3);
    const plain = rows.reduce((total, row, i) => {
      const scaled = Array.from(row, (logit) => logit / 0.7);
      const largest = Math.max(...scaled);
      const logSum = Math.log(scaled.reduce((a, b) => a + Math.exp(b - largest), 0)) + largest;
      return total + logSum - (scaled[truths[i] ?? -1] ?? NaN);
    }, 0);
    expect(negativeLogLikelihood(rows, truths, 0.7)).toBe(plain / rows.length);
  });
});

describe('scores that share what they are fitted on', () => {
  const photos = drawPhotos(9, 3, 4);
  const table = new PhotoTable(photos);
  const parts = [
    { start: 0, length: 3 },
    { start: 3, length: 5 },
  ];
  const rows = photos.flatMap((_, i) => (i % 4 === 0 ? [] : [i]));
  const judged = photos.flatMap((_, i) => (i % 4 === 0 ? [i] : []));
  const logitsOf = (photo: number) => photos[photo]?.logits ?? [];

  /** Each by itself, with references and cosines of its own. */
  function scoreAlone({ score, part, k }: ScoreSpec): number[] {
    const references = part
      ? table.takeReferences(part, rows)
      : { labels: [], gram: new Float64Array(), length: 0 };
    const scorer =
      score === 'vim'
        ? fitWeightedVim(references, rows.map(logitsOf)).scorer
        : scoreDefinitions[score].fit(references, k === undefined ? {} : { k });
    return judged.map((photo) => scorer(table.takeInput(part, photo, rows, logitsOf(photo))));
  }

  it('say the same as each by itself, in whatever order they stand', () => {
    const specs = listScores(parts, 2, true);
    for (const listed of [specs, [...specs].reverse()]) {
      const fitted = fitScores(table, rows, listed, logitsOf);
      const scores = scorePhotos(table, rows, fitted, judged, logitsOf);
      listed.forEach((spec, i) => expect([...(scores[i] ?? [])]).toEqual(scoreAlone(spec)));
    }
  });
});
