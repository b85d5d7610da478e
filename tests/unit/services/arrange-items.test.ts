import { describe, expect, it } from 'vitest';
import { ownThresholds } from '../../../src/core/thresholds';
import { decideVerdict } from '../../../src/core/verdict';
import {
  countByFilter,
  filterItems,
  measureDoubt,
  sortItems,
} from '../../../src/services/arrange-items';
import { toCsv, toJson, toRows } from '../../../src/services/export-results';
import type { TrayItem } from '../../../src/services/tray-item';
import { ClassifierError } from '../../../src/core/errors';
import { classificationOf, evidenceFor, manifest } from './stubs';

function item(name: string, answer: 'match' | 'unsure' | 'out-of-domain' | 'failed'): TrayItem {
  const fresh: TrayItem = {
    id: name,
    name,
    file: new Blob(),
    addedAt: 0,
    state: 'failed',
    thumbnailUrl: null,
    classification: null,
    verdict: null,
    error: new ClassifierError('file-truncated'),
    review: null,
  };
  if (answer === 'failed') return fresh;
  const evidence = evidenceFor(answer);
  return {
    ...fresh,
    state: 'done',
    error: null,
    classification: classificationOf(evidence),
    verdict: decideVerdict(evidence, ownThresholds(manifest)),
  };
}

const items = [
  item('photo 10', 'match'),
  item('photo 9', 'unsure'),
  item('photo 1', 'failed'),
  item('photo 2', 'out-of-domain'),
];

describe('sortItems', () => {
  it('puts the most doubtful first', () => {
    expect(sortItems(items, 'doubt').map(({ verdict }) => verdict?.kind)).toEqual([
      undefined,
      'out-of-domain',
      'unsure',
      'match',
    ]);
  });

  it('sorts names as people do', () => {
    expect(sortItems(items, 'name').map(({ name }) => name)).toEqual([
      'photo 1',
      'photo 2',
      'photo 9',
      'photo 10',
    ]);
  });

  it('groups by verdict', () => {
    expect(sortItems(items, 'verdict').map(({ name }) => name)).toEqual([
      'photo 10',
      'photo 9',
      'photo 2',
      'photo 1',
    ]);
  });

  it('leaves the list it was given alone', () => {
    const before = [...items];
    sortItems(items, 'name');
    expect(items).toEqual(before);
  });

  it('keeps doubt in its range', () => {
    for (const one of items) {
      expect(measureDoubt(one)).toBeGreaterThanOrEqual(0);
      expect(measureDoubt(one)).toBeLessThan(4);
    }
  });
});

describe('filterItems', () => {
  it('counts what each filter shows', () => {
    expect(countByFilter(items)).toEqual({
      all: 4,
      match: 1,
      unsure: 1,
      'out-of-domain': 1,
      failed: 1,
      'needs-look': 3,
    });
    expect(filterItems(items, 'needs-look').map(({ name }) => name)).toEqual([
      'photo 9',
      'photo 1',
      'photo 2',
    ]);
  });

  it('takes a photo off the list once somebody has looked', () => {
    const seen = items.map((one) => ({ ...one, review: { kind: 'confirmed' } as const }));
    expect(filterItems(seen, 'needs-look')).toEqual([]);
  });
});

describe('exports', () => {
  it('give a label for a match alone', () => {
    expect(toRows(items).map(({ label }) => label)).toEqual(['grizzly bear', '', '', '']);
  });

  it('put a person’s word before the model’s', () => {
    const [first] = items;
    if (!first) throw new Error('no item');
    const corrected = { ...first, review: { kind: 'corrected', to: 'black bear' } as const };
    expect(toRows([corrected])[0]).toMatchObject({
      label: 'black bear',
      review: 'corrected to black bear',
    });
  });

  it('write CSV that a spreadsheet does not run', () => {
    const [first] = items;
    if (!first) throw new Error('no item');
    const csv = toCsv([{ ...first, name: '=HYPERLINK("x"),"' }]);
    const lines = csv.split('\r\n');
    expect(lines[0]).toContain('file,verdict,label');
    expect(lines[1]?.startsWith(`"'=HYPERLINK(""x""),""",match,grizzly bear`)).toBe(true);
  });

  it('write JSON with the error’s code and sentence', () => {
    const { photos } = JSON.parse(toJson(items)) as { photos: { error: unknown }[] };
    expect(photos[2]?.error).toMatchObject({ code: 'file-truncated' });
    expect(photos).toHaveLength(4);
  });
});
