import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterPhotos } from '../../../../src/core/studio/insight/cluster';
import { compareRuns, testMcNemar } from '../../../../src/core/studio/insight/compare-runs';
import {
  findLabelErrors,
  normaliseMargin,
} from '../../../../src/core/studio/insight/confident-learning';
import { joinPredictions, type Judged } from '../../../../src/core/studio/insight/judged';
import { suggestCollecting } from '../../../../src/core/studio/insight/suggest-collecting';
import type { Sample } from '../../../../src/core/studio/sample';

// Drawn in NumPy (default_rng(11), softmax of a normal plus 0.9 at the true label, rounded), then
// three of the 24 labels were changed. Expected values: a separate NumPy script after section 3 of
// the paper (means by label, argmax among labels at or above their mean, rows scaled to counts).
const given = [0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 1, 1, 1, 1, 1, 2, 2, 1, 2, 2, 2];
const rows = [
  [0.26, 0.4, 0.34],
  [0.53, 0.26, 0.21],
  [0.59, 0.13, 0.28],
  [0.06, 0.79, 0.15],
  [0.76, 0.14, 0.1],
  [0.56, 0.33, 0.11],
  [0.47, 0.44, 0.09],
  [0.21, 0.59, 0.2],
  [0.25, 0.31, 0.44],
  [0.37, 0.11, 0.52],
  [0.5, 0.4, 0.1],
  [0.2, 0.7, 0.1],
  [0.18, 0.73, 0.09],
  [0.09, 0.67, 0.24],
  [0.71, 0.16, 0.13],
  [0.22, 0.22, 0.56],
  [0.25, 0.17, 0.58],
  [0.27, 0.55, 0.18],
  [0.35, 0.04, 0.61],
  [0.33, 0.03, 0.64],
  [0.17, 0.48, 0.35],
  [0.29, 0.41, 0.3],
  [0.27, 0.13, 0.6],
  [0.07, 0.37, 0.56],
];

describe('findLabelErrors', () => {
  const found = findLabelErrors(given, rows, 3);

  it('agrees with a separate computation', () => {
    expect(found.thresholds[0]).toBeCloseTo(0.371, 9);
    expect(found.thresholds[1]).toBeCloseTo(0.41875, 9);
    expect(found.thresholds[2]).toBeCloseTo(0.486666666667, 9);
    expect(found.joint).toEqual([
      [4, 3, 1],
      [2, 4, 2],
      [1, 0, 4],
    ]);
    expect(found.estimated).toBeCloseTo(10.2, 9);
  });

  it('ranks suspects by their margin, the worst first', () => {
    expect(found.suspects.map(({ index, suggested }) => [index, suggested])).toEqual([
      [3, 1],
      [12, 1],
      [14, 0],
      [16, 2],
      [7, 1],
      [15, 2],
      [1, 0],
      [9, 2],
      [10, 0],
    ]);
    expect(found.suspects[0]?.margin).toBeCloseTo(0.135, 9);
    expect(found.suspects.at(-1)?.margin).toBeCloseTo(0.45, 9);
  });

  it('finds the labels that were swapped among sure photos, and no others', () => {
    const labels = [0, 0, 0, 1, 1, 1];
    const sure = [0, 0, 1, 1, 1, 0].map((label) => (label === 0 ? [0.95, 0.05] : [0.05, 0.95]));
    const { suspects, estimated } = findLabelErrors(labels, sure, 2);
    expect(suspects.map(({ index }) => index)).toEqual([2, 5]);
    expect(estimated).toBeCloseTo(2, 9);
  });

  it('never suspects a photo of the label that it is surest of', () => {
    const row = fc
      .array(fc.integer({ min: 1, max: 100 }), { minLength: 3, maxLength: 3 })
      .map((parts) => parts.map((part) => part / parts.reduce((a, b) => a + b, 0)));
    const photos = fc.array(fc.tuple(fc.nat(2), row), { maxLength: 40 });
    fc.assert(
      fc.property(photos, (drawn) => {
        const { suspects, joint } = findLabelErrors(
          drawn.map(([label]) => label),
          drawn.map(([, own]) => own),
          3,
        );
        for (const { index, suggested } of suspects) {
          expect(suggested).not.toBe(drawn[index]?.[0]);
        }
        const off = joint.flatMap((line, i) => line.filter((_, j) => i !== j));
        expect(suspects.length).toBe(off.reduce((a, b) => a + b, 0));
      }),
    );
  });

  it('has a margin of 0 for surely another label and 1 for surely its own', () => {
    expect(normaliseMargin([0, 1], 0)).toBe(0);
    expect(normaliseMargin([0.5, 0.5], 0)).toBe(0.5);
    expect(normaliseMargin([1, 0], 0)).toBe(1);
  });
});

describe('compareRuns', () => {
  it('has the p-values of SciPy’s binomtest', () => {
    expect(testMcNemar(0, 0)).toBe(1);
    expect(testMcNemar(5, 5)).toBe(1);
    expect(testMcNemar(1, 6)).toBeCloseTo(0.125, 12);
    expect(testMcNemar(0, 5)).toBeCloseTo(0.0625, 12);
    expect(testMcNemar(10, 3)).toBeCloseTo(0.09228515625, 12);
    expect(testMcNemar(40, 60)).toBeCloseTo(0.05688793364, 9);
  });

  it('says which photos moved, and by how much', () => {
    const photos = Array.from({ length: 40 }, (_, i) => ({
      id: `${i}`,
      wasRight: i < 20 || i >= 30,
      isRight: i < 28 || i >= 31,
    }));
    const compared = compareRuns(photos);
    expect(compared?.before.value).toBe(0.75);
    expect(compared?.after.value).toBeCloseTo(37 / 40);
    expect(compared?.difference.value).toBeCloseTo(7 / 40);
    expect(compared?.becameRight).toEqual(['20', '21', '22', '23', '24', '25', '26', '27']);
    expect(compared?.becameWrong).toEqual(['30']);
    // The standard error of the mean of moves is 0.0668 (its plain formula), so ± 0.131.
    expect(compared?.difference.low).toBeGreaterThan(0.175 - 0.17);
    expect(compared?.difference.low).toBeLessThan(0.175 - 0.09);
    expect(compared?.difference.high).toBeGreaterThan(0.175 + 0.09);
  });

  it('has nothing to say without a common photo', () => {
    expect(compareRuns([])).toBeNull();
  });
});

function makeSample(id: string, labelId: string | null): Sample {
  return {
    ...{ id, projectId: 'p', labelId, part: 'valid', folderPart: null, handPart: null },
    ...{ group: null, folder: null, alike: null, path: id, type: 'image/jpeg', copies: [] },
    ...{ width: 1, height: 1, bytes: 1, modifiedAt: 0, addedAt: 0, confirmedAt: null },
  };
}

describe('joinPredictions', () => {
  it('goes by the labels that photos have now', () => {
    const labels = [{ id: 'a' }, { id: 'b' }];
    const said = { part: 'train', probabilities: [0.2, 0.8], familiarity: null } as const;
    const joined = joinPredictions(
      ['kept', 'moved', 'gone', 'bare'].map((id) => ({
        id,
        label: 0,
        ...said,
        probabilities: [...said.probabilities],
      })),
      labels,
      [
        makeSample('kept', 'a'),
        makeSample('moved', 'b'),
        makeSample('bare', null),
        makeSample('new', 'a'),
      ],
    );
    expect(joined.photos.map(({ sample, truth, answer }) => [sample.id, truth, answer])).toEqual([
      ['kept', 0, 1],
      ['moved', 1, 1],
    ]);
    // Where they are now counts, not where they were.
    expect(joined.photos[0]?.part).toBe('valid');
    expect(joined).toMatchObject({ gone: 2, relabelled: 1, added: 1 });
  });
});

describe('clusterPhotos', () => {
  it('finds the groups that are there, the largest first, each with its middle', () => {
    const places = [0, 1, 2, 3, 50, 51, 52, 90, 91];
    const clusters = clusterPhotos(places.length, (a, b) =>
      Math.abs((places[a] ?? 0) - (places[b] ?? 0)),
    );
    expect(clusters.map(({ members }) => [...members].sort((a, b) => a - b))).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6],
      [7, 8],
    ]);
    expect(clusters[1]).toEqual({ medoid: 5, members: [5, 4, 6] });
  });

  it('leaves photos that are all alike, and few photos, in one group', () => {
    expect(clusterPhotos(0, () => 0)).toEqual([]);
    expect(clusterPhotos(1, () => 0)).toEqual([{ medoid: 0, members: [0] }]);
    expect(clusterPhotos(5, (a, b) => (a === b ? 0 : 1))).toHaveLength(1);
  });

  it('puts every photo in one group', () => {
    const places = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(places, (drawn) => {
        const clusters = clusterPhotos(drawn.length, (a, b) =>
          Math.abs((drawn[a] ?? 0) - (drawn[b] ?? 0)),
        );
        const members = clusters.flatMap((cluster) => cluster.members).sort((a, b) => a - b);
        expect(members).toEqual(drawn.map((_, i) => i));
      }),
    );
  });
});

describe('suggestCollecting', () => {
  const judge = (
    id: string,
    truth: number,
    probabilities: number[],
    familiarity: number | null = null,
  ): Judged => ({
    sample: makeSample(id, `${truth}`),
    part: 'valid',
    truth,
    answer: probabilities.indexOf(Math.max(...probabilities)),
    probabilities,
    familiarity,
    isRelabelled: false,
  });

  it('names thin labels, pairs too close to call, missed labels and the edge', () => {
    const hints = suggestCollecting({
      labelCount: 3,
      photosOfLabel: [ids(40), ids(36), ids(8)],
      judged: [
        judge('x', 0, [0.5, 0.45, 0.05]),
        judge('y', 1, [0.48, 0.47, 0.05]),
        judge('z', 1, [0.9, 0.05, 0.05]),
        judge('w', 1, [0.8, 0.15, 0.05]),
        judge('odd', 0, [0.98, 0.01, 0.01], 0.03),
        judge('usual', 0, [0.98, 0.01, 0.01], 0.6),
      ],
    });
    expect(hints).toEqual([
      { kind: 'thin', label: 2, photos: 8, usual: 36, wanted: 28, ids: ids(8) },
      { kind: 'between', labels: [0, 1], photos: 2, wrong: 1, ids: ['y', 'x'] },
      { kind: 'missed', label: 1, missed: 3, photos: 3, ids: ['z', 'w', 'y'] },
      { kind: 'edge', label: 0, photos: 1, ids: ['odd'] },
    ]);
  });

  it('has nothing to say when all is well', () => {
    const photosOfLabel = [ids(40), ids(40)];
    expect(suggestCollecting({ labelCount: 2, photosOfLabel, judged: [] })).toEqual([]);
  });
});

function ids(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${i}`);
}
