import { describe, expect, it } from 'vitest';
import { ownThresholds } from '../../../src/core/thresholds';
import { decideVerdict } from '../../../src/core/verdict';
import {
  findWarningDistance,
  planDistancePlot,
} from '../../../src/elements/familiarity-plot/histogram';
import {
  formatBytes,
  formatMs,
  formatPercent,
  joinWords,
  toSentenceCase,
} from '../../../src/elements/shared/format';
import { describeFamiliarity, describeVerdict } from '../../../src/elements/shared/words';
import { evidenceFor, heldOutDistances, manifest } from './stubs';

const verdictOf = (kind: 'match' | 'unsure' | 'out-of-domain') =>
  decideVerdict(evidenceFor(kind), ownThresholds(manifest));

describe('describeVerdict', () => {
  it('states a match', () => {
    expect(describeVerdict(verdictOf('match')).headline).toBe('Grizzly bear');
  });

  it('names what an unsure photo may be', () => {
    const { headline, advice } = describeVerdict(verdictOf('unsure'));
    expect(headline).toBe('Grizzly bear or black bear. I can’t tell which.');
    expect(advice.length).toBeGreaterThan(0);
  });

  it('never names a label when out of domain', () => {
    const words = Object.values(describeVerdict(verdictOf('out-of-domain')))
      .flat()
      .join(' ');
    for (const label of manifest.labels) expect(words.toLowerCase()).not.toContain(label);
  });
});

describe('toSentenceCase', () => {
  it('lowers capitals that are there for looks', () => {
    const all = ['Grizzly bear', 'Black bear', 'T-shirt', 'TV'];
    expect(toSentenceCase(all, all)).toEqual(['grizzly bear', 'black bear', 't-shirt', 'TV']);
  });

  it('keeps names', () => {
    expect(toSentenceCase(['Egyptian cat'], ['Egyptian cat', 'tabby'])).toEqual(['Egyptian cat']);
  });
});

describe('describeFamiliarity', () => {
  const familiarity = (pValue: number) => ({ pValue, distance: 0.3, nearest: [] });

  it('speaks of all photos when none was stranger', () => {
    expect(describeFamiliarity(familiarity(1 / 40), 39)).toContain('all 39 photos');
  });

  it('counts in hundred otherwise', () => {
    expect(describeFamiliarity(familiarity(0.03), 999)).toContain('97 of 100');
  });
});

describe('findWarningDistance', () => {
  it('lies where the p-value crosses the rate', () => {
    const n = heldOutDistances.length;
    for (const rate of [0.025, 0.05, 0.1, 0.3]) {
      const edge = findWarningDistance(heldOutDistances, rate) ?? Number.NaN;
      const pOf = (d: number) => (1 + heldOutDistances.filter((x) => x >= d).length) / (n + 1);
      expect(pOf(edge + 1e-9)).toBeLessThanOrEqual(rate);
      expect(pOf(edge)).toBeGreaterThan(rate);
    }
  });

  it('is nowhere when there are too few photos for the rate', () => {
    expect(findWarningDistance(heldOutDistances, 0.01)).toBeNull();
  });
});

describe('planDistancePlot', () => {
  it('counts every photo once and has room for a very strange one', () => {
    const { bins, low, high } = planDistancePlot(heldOutDistances, 0.9, 0.05);
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(heldOutDistances.length);
    expect(low).toBeLessThanOrEqual(0.1);
    expect(high).toBeGreaterThan(0.9);
  });
});

describe('formats', () => {
  it('never round to certainty', () => {
    expect(formatPercent(0.9999)).toBe('over 99 %');
    expect(formatPercent(0.0001)).toBe('under 1 %');
    expect(formatPercent(1)).toBe('100 %');
  });

  it('speak as people do', () => {
    expect(formatBytes(1_935_000)).toBe('1.9 MB');
    expect(formatBytes(312)).toBe('312 bytes');
    expect(formatMs(47.6)).toBe('48 ms');
    expect(formatMs(1500)).toBe('1.5 s');
    expect(joinWords(['a', 'b', 'c'], 'or')).toBe('a, b or c');
  });
});
