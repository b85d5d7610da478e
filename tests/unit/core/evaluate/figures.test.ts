import { describe, expect, it } from 'vitest';
import { crossCalibrate } from '../../../../src/core/evaluate/cross-calibrate';
import { countVerdicts } from '../../../../src/core/evaluate/count-verdicts';
import { evaluatePhotos } from '../../../../src/core/evaluate/evaluate-photos';
import {
  formatShareInterval,
  tabulateCalibration,
  tabulateOutside,
} from '../../../../src/core/evaluate/figure-tables';
import { judgeDomain } from '../../../../src/core/evaluate/judge-domain';
import { matchFolders } from '../../../../src/core/evaluate/match-folders';
import { findWorstMistakes, measureLabels } from '../../../../src/core/evaluate/measure-labels';
import { createRandom } from '../../../../src/core/random';
import { ownThresholds } from '../../../../src/core/thresholds';
import { evidenceFor, manifest } from '../../services/stubs';

describe('measureLabels', () => {
  const confusion = [
    [8, 2, 0],
    [1, 9, 0],
    [0, 0, 0],
  ];

  it('tells recall from precision, and says when a label was never seen or named', () => {
    const [first, second, third] = measureLabels(['a', 'b', 'c'], confusion);
    expect(first).toMatchObject({ photos: 10, answers: 9 });
    expect(first?.recall?.value).toBe(0.8);
    expect(first?.precision?.value).toBeCloseTo(8 / 9, 12);
    // Wilson for 9 of 11 (SciPy: binomtest(9, 11).proportion_ci(method="wilson")).
    expect(second?.precision?.low).toBeCloseTo(0.523, 3);
    expect(second?.precision?.high).toBeCloseTo(0.9486, 3);
    expect(third).toMatchObject({ photos: 0, answers: 0, recall: null, precision: null });
  });

  it('finds the worst mistakes first', () => {
    expect(findWorstMistakes(['a', 'b', 'c'], confusion, 5)).toEqual([
      { truth: 'a', answer: 'b', count: 2 },
      { truth: 'b', answer: 'a', count: 1 },
    ]);
  });
});

describe('matchFolders', () => {
  const labels = ['Grizzly bear', 'Black bear', 'Épée', 'cheetah, chetah, Acinonyx jubatus'];

  it('takes names whatever their case, accents and dashes, in any order', () => {
    expect(matchFolders(['black_bear', 'EPEE', 'grizzly-bear', 'cheetah'], labels)).toEqual({
      labels: [1, 2, 0, 3],
    });
  });

  it('never takes a name that is only similar, but says which label may be meant', () => {
    expect(matchFolders(['grizzly', 'bear', 'cat'], labels)).toEqual({
      unknown: [
        { folder: 'grizzly', guess: 'Grizzly bear' },
        { folder: 'bear', guess: null },
        { folder: 'cat', guess: null },
      ],
      claimedTwice: [],
    });
  });

  it('believes the user, and refuses two folders for one label', () => {
    const said = new Map([['grizzly', 'Grizzly bear']]);
    expect(matchFolders(['grizzly'], labels, said)).toEqual({ labels: [0] });
    expect(matchFolders(['grizzly', 'Grizzly bear'], labels, said)).toEqual({
      unknown: [],
      claimedTwice: ['Grizzly bear'],
    });
  });
});

describe('countVerdicts', () => {
  const evidences = [evidenceFor('match'), evidenceFor('unsure'), evidenceFor('out-of-domain')];
  const lines = ownThresholds(manifest);

  it('counts what people are told, and judges only labels that were given', () => {
    const truth = evidences[0]?.ranked[0]?.label ?? '';
    const figures = countVerdicts(evidences, lines, [truth, truth, truth]);
    for (const share of [figures.match, figures.unsure, figures.outOfDomain]) {
      expect(share.value).toBeCloseTo(1 / 3, 12);
    }
    expect(figures.matchAccuracy?.value).toBe(1);
    expect(countVerdicts(evidences, lines, ['x', 'x', 'x']).matchAccuracy?.value).toBe(0);
    expect(countVerdicts(evidences, lines, null).matchAccuracy).toBeNull();
  });

  it('judges strangeness without a detector by how badly the best label fits', () => {
    const evidence = { ...evidenceFor('match'), familiarity: null };
    const ranked = evidence.ranked.map((one, i) => ({ ...one, setPValue: i === 0 ? 0.3 : 0.01 }));
    expect(judgeDomain({ ...evidence, ranked })).toEqual({ score: 0.7, pValue: 0.3 });
    const without = ranked.map((one) => ({ ...one, setPValue: null }));
    expect(judgeDomain({ ...evidence, ranked: without })).toBeNull();
  });
});

describe('evaluatePhotos', () => {
  const { labels } = manifest;
  const row = (top: number, strength: number) =>
    labels.map((_, label) => (label === top ? strength : 0));
  const photos = Array.from({ length: 40 }, (_, i) => ({
    truth: i % labels.length,
    // Every tenth answer is wrong.
    logits: row(i % 10 === 0 ? (i + 1) % labels.length : i % labels.length, 4),
    domain: { score: i / 40, pValue: (i + 1) / 41 },
  }));
  const outside = Array.from({ length: 10 }, () => ({
    logits: row(0, 1),
    domain: { score: 2, pValue: 0.01 },
  }));
  const evaluation = evaluatePhotos(manifest, photos, {
    data: 'made up',
    notes: ['a note'],
    outside: [{ data: 'others', near: true, judged: outside }],
    thresholds: { confidence: 0.5, falseAlarmRate: 0.05, coverage: 0.9 },
  });

  it('counts by hand', () => {
    expect(evaluation.accuracy.value).toBe(0.9);
    // p-values of 1/41 and 2/41 are at most 0.05.
    expect(evaluation.falseAlarms?.value).toBe(2 / 40);
    expect(evaluation.outOfDomain).toMatchObject([
      { data: 'others', photos: 10, near: true, auroc: 1, warned: 1 },
    ]);
    expect(evaluation.confusion.flat().reduce((a, b) => a + b, 0)).toBe(40);
  });

  it('lays its figures out as tables that say the same', () => {
    expect(tabulateOutside(evaluation)?.rows[0]).toEqual([
      'others',
      'near',
      '10',
      expect.stringMatching(/^1\.000 \(0\.\d+ to 1\.000\)$/),
      expect.stringMatching(/^0\.0 %/),
      expect.stringMatching(/^100\.0 %/),
    ]);
    expect(tabulateCalibration(evaluation)?.rows.map(([name]) => name)).toEqual([
      'Expected calibration error',
      'Brier score',
      'Log loss',
    ]);
    expect(formatShareInterval({ value: 0.9, low: 0.812, high: 0.95 })).toBe(
      '90.0 % (81.2 to 95.0)',
    );
  });

  it('leaves out what a manifest of before does not know', () => {
    const { calibrationScores: _scores, reliability: _bins, ...old } = evaluation;
    expect(tabulateCalibration(old)?.rows).toHaveLength(1);
    const [outOfDomain] = old.outOfDomain.map(({ intervals: _i, near: _n, ...one }) => one);
    const table = tabulateOutside({ ...old, outOfDomain: outOfDomain ? [outOfDomain] : [] });
    expect(table?.rows[0]?.slice(1, 5)).toEqual(['far', '10', '1.000', 'not known']);
  });
});

describe('crossCalibrate', () => {
  it('finds boasting on photos that did not fit the cure, and cures it', () => {
    // Logits 6 times too strong: labels are drawn from softmax(z), the network says 6z.
    const random = createRandom(3);
    const truths: number[] = [];
    const logits = Array.from({ length: 200 }, () => {
      const z = [2 * random.nextFloat(), 2 * random.nextFloat(), 2 * random.nextFloat()];
      const powers = z.map(Math.exp);
      let at = random.nextFloat() * powers.reduce((a, b) => a + b, 0);
      truths.push(
        powers.findIndex((power) => {
          at -= power;
          return at < 0;
        }),
      );
      return z.map((value) => 6 * value);
    });
    const parts = { logits, truths, labelCount: 3, output: 'logits' as const, heldOut: true };
    const found = crossCalibrate({ ...parts, seed: 1 });
    expect(found?.calibrationScores?.logLoss.after.value).toBeLessThan(1.15);
    expect(found?.calibrationScores?.logLoss.before.value).toBeGreaterThan(2);
    expect(found?.coverage?.value).toBeGreaterThan(0.85);
  });

  it('says nothing of too few photos', () => {
    const logits = Array.from({ length: 12 }, (_, i) => [i % 2, 1 - (i % 2)]);
    const truths = logits.map((_, i) => (i + 1) % 2);
    expect(
      crossCalibrate({ logits, truths, labelCount: 2, output: 'logits', heldOut: true, seed: 1 }),
    ).toBeNull();
  });
});
