import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTrainCall } from '../../../src/cli/train-command';
import { goldenImage } from '../../../src/core/golden';

const root = join(import.meta.dirname, '../../..');
const tiny = join(root, 'tests/fixtures/models/tiny');
const folder = mkdtempSync(join(tmpdir(), 'train-'));
const data = join(folder, 'photos');
const out = join(folder, 'mine');
const EACH = 12;

/** Soft clouds, red ones and blue ones. */
beforeAll(async () => {
  for (const [label, channel] of [
    ['red', 0],
    ['blue', 2],
  ] as const) {
    mkdirSync(join(data, label), { recursive: true });
    for (let i = 0; i < EACH; i++) {
      const { data: pixels, width, height } = goldenImage(10 * i + channel, 48, 48);
      for (let at = channel; at < pixels.length; at += 4) pixels[at] = 255;
      await sharp(pixels, { raw: { width, height, channels: 4 } })
        .png()
        .toFile(join(data, label, `${i}.png`));
    }
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the real command. */
function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'bin/bearings.mjs'), ...args],
    { cwd: folder, encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

/** Starting Node with the engine takes long on a busy machine. */
describe('bearings train', { timeout: 240_000 }, () => {
  test('makes a model of a folder of folders, and `classify` opens it', () => {
    const trained = run(
      ...['train', '--data', data, '--out', out, '--trunk', tiny],
      ...['--epochs', '8', '--seed', '7', '--json'],
    );
    expect(trained.stderr).toContain('2 labels: blue, red');
    expect(trained.status).toBe(0);
    expect(JSON.parse(trained.stdout)).toMatchObject({
      id: 'mine',
      labels: ['blue', 'red'],
      failures: [],
    });
    expect(existsSync(join(out, 'bearings.json'))).toBe(true);
    const { status, stdout } = run('classify', '--model', out, '--json', join(data, 'red/3.png'));
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ model: 'mine', ranked: [{ label: 'red' }, {}] });
  });

  test('deletes no folder that holds something else than a model', () => {
    const { status, stdout } = run(
      ...['train', '--data', data, '--out', data, '--trunk', tiny, '--json'],
    );
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'file-unwritable' } });
    expect(readFileSync(join(data, 'red/3.png')).length).toBeGreaterThan(0);
  });
});

describe('readTrainCall', () => {
  test('reads numbers and names', () => {
    const { options, json } = readTrainCall([
      ...['--data', 'd', '--out', 'o', '--seed', '3', '--epochs', '5', '--copies', '0'],
      ...['--learning-rate', '0.01', '--tune'],
    ]);
    expect(json).toBe(false);
    expect(options).toMatchObject({ data: 'd', out: 'o' });
    expect(options.settings).toEqual({
      seed: 3,
      epochs: 5,
      augmentedCopies: 0,
      learningRate: 0.01,
      fineTunedBlocks: 1,
    });
  });

  test.each([
    [['--out', 'o'], '--data'],
    [['--data', 'd'], '--out'],
    [['--data', 'd', '--out', 'o', '--epochs', '0'], '--epochs'],
    [['--data', 'd', '--out', 'o', '--seed', '1.5'], '--seed'],
    [['--data', 'd', '--out', 'o', '--nonsense'], 'nonsense'],
  ])('refuses %j', (args, said) => {
    expect(() => readTrainCall(args)).toThrow(said);
  });
});
