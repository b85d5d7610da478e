import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEvaluateCall } from '../../../src/cli/evaluate-command';
import { formatEvaluation } from '../../../src/cli/format-evaluation';
import { writeReport } from '../../../src/cli/report/write-report';
import type { EvaluationReport } from '../../../src/core/evaluate/evaluation-report';

const root = join(import.meta.dirname, '../../..');
const photos = join(root, 'tests/fixtures/photos');
const tiny = join(root, 'tests/fixtures/models/tiny');
const { labels } = JSON.parse(readFileSync(join(tiny, 'bearings.json'), 'utf8')) as {
  labels: [string, string, ...string[]];
};

const folder = mkdtempSync(join(tmpdir(), 'evaluate-'));
const data = join(folder, 'data');
const other = join(folder, 'other');
const page = join(folder, 'report.html');

beforeAll(() => {
  const [first, second] = labels;
  for (const name of [first, second]) mkdirSync(join(data, name), { recursive: true });
  mkdirSync(other);
  copyFileSync(join(photos, 'plain.jpg'), join(data, first, 'a.jpg'));
  copyFileSync(join(photos, 'plain.jpg'), join(data, first, 'copy of a.jpg'));
  copyFileSync(join(photos, 'plain.png'), join(data, second, 'b.png'));
  copyFileSync(join(photos, 'truncated.jpg'), join(data, second, 'cut.jpg'));
  writeFileSync(join(data, second, '.hidden'), 'of a file manager');
  copyFileSync(join(photos, 'grey.jpg'), join(other, 'grey.jpg'));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the real command. */
function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'bin/bearings.mjs'), 'evaluate', '--model', tiny, ...args],
    { cwd: tmpdir(), encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

/** Starting Node with the engine takes long on a busy machine. */
const timeout = 120_000;

describe('bearings evaluate', { timeout }, () => {
  test('prints figures as JSON, lists what it could not read, and writes a page', () => {
    const { status, stdout } = run(
      ...['--data', data, '--near-ood', other, '--json', '--report', page],
    );
    const report = JSON.parse(stdout) as EvaluationReport;
    // One file is cut off.
    expect(status).toBe(1);
    expect(report.data.unreadable).toMatchObject([{ code: 'file-truncated' }]);
    expect(report.data.labels.map(({ photos: count }) => count)).toEqual([2, 1]);
    expect(report.data.copies).toBe(1);
    expect(report.evaluation.photos).toBe(3);
    expect(report.evaluation.accuracy.low).toBeLessThanOrEqual(report.evaluation.accuracy.value);
    expect(report.outside).toMatchObject([{ near: true, photos: 1, shared: 0 }]);
    expect(report.evaluation.notes.join(' ')).toMatch(/cannot be known/);

    const html = readFileSync(page, 'utf8');
    expect(html).toContain('<h1>');
    // Nothing runs and nothing is fetched.
    expect(html).not.toMatch(/<script|<link|<img|src=|href=|url\(|@import/);
    expect(formatEvaluation(report)).toContain('In brackets: 95 % intervals.');
  });

  test('refuses folders that are no labels, with a code and what may be meant', () => {
    const { status, stdout } = run('--data', folder, '--json');
    const { error } = JSON.parse(stdout) as { error: { code: string; detail: string } };
    expect(status).toBe(2);
    expect(error.code).toBe('evaluation-labels-unknown');
    expect(error.detail).toContain('no label: data, other');
    expect(error.detail).toContain(`labels: ${labels[0]}`);
  });

  test('refuses a folder without photos', () => {
    const { status, stderr } = run('--data', join(other));
    expect(status).toBe(2);
    expect(stderr).toContain('evaluation-no-photos');
  });
});

describe('readEvaluateCall', () => {
  test('takes folders of strangers, near and far, and what folders mean', () => {
    const call = readEvaluateCall([
      ...['--data', 'd', '--near-ood', 'n', '--ood', 'f', 'g', '--label', 'x = A b=c'],
    ]);
    expect(call.outside).toEqual([
      { folder: 'n', near: true },
      { folder: 'f', near: false },
      { folder: 'g', near: false },
    ]);
    expect([...call.said]).toEqual([['x', 'A b=c']]);
  });

  test.each([
    [[], '--data'],
    [['--data', 'd', 'stray'], 'stray'],
    [['--data', 'd', '--label', 'x'], 'folder=label'],
    [['--data', 'd', '--nonsense'], 'nonsense'],
  ])('refuses %j', (args, said) => {
    expect(() => readEvaluateCall(args)).toThrow(said);
  });
});

describe('writeReport', () => {
  test('lets no name become markup', () => {
    const share = { value: 0.5, low: 0.4, high: 0.6 };
    const figures = {
      photos: 2,
      match: share,
      unsure: share,
      outOfDomain: share,
      sureMatch: share,
      matchAccuracy: null,
    };
    const html = writeReport({
      model: { id: 'x', name: '<b>"&\'', labels: ['<script>', 'b'] },
      thresholds: { confidence: 0.5, falseAlarmRate: 0.05, coverage: 0.9 },
      data: {
        folder: 'd',
        labels: [{ label: '<script>', folder: '<i>', photos: 2 }],
        missingLabels: ['b'],
        unreadable: [],
        copies: 0,
        alike: null,
        likeReferences: null,
      },
      evaluation: {
        data: '<u>',
        photos: 2,
        accuracy: share,
        confusion: [
          [1, 1],
          [0, 0],
        ],
        calibrationError: null,
        coverage: null,
        meanSetSize: null,
        falseAlarms: null,
        outOfDomain: [],
        notes: ['<em>'],
      },
      labels: [],
      verdicts: figures,
      outside: [],
      bakeOff: null,
    });
    expect(html).toContain('&#60;b&#62;&#34;&#38;&#39;');
    expect(html).not.toMatch(/<(b|i|u|em|script)>/);
  });
});
