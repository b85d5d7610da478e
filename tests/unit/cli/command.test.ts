import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

const root = join(import.meta.dirname, '../../..');
const fixtures = join(root, 'tests/fixtures');
const photos = join(root, '../shared/fixtures/photos');
const tiny = join(fixtures, 'models/tiny');
const plain = join(fixtures, 'photos/plain.jpg');

const lineSchema = z.union([
  z.strictObject({
    file: z.string(),
    kind: z.enum(['match', 'unsure', 'out-of-domain']),
    label: z.string().nullable(),
    confidence: z.number().min(0).max(1),
    familiarity: z.number().min(0).max(1).nullable(),
    set: z.array(z.string()),
    setSize: z.int().nonnegative(),
    ranked: z
      .array(
        z.strictObject({
          label: z.string(),
          probability: z.number(),
          setPValue: z.number().positive().max(1).nullable(),
        }),
      )
      .min(1),
    model: z.string(),
    ms: z.number(),
  }),
  z.object({ file: z.string(), error: z.object({ code: z.string(), message: z.string() }) }),
]);

/** Runs the real command, from a folder that has nothing to do with it. */
function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'bin/bearings.mjs'), ...args],
    { cwd: tmpdir(), encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

function classify(model: string, ...files: string[]) {
  const { status, stdout } = run('classify', '--model', model, '--json', ...files);
  const lines = stdout.trim().split('\n').filter(Boolean);
  return { status, lines: lines.map((line) => lineSchema.parse(JSON.parse(line))) };
}

describe('bearings classify', () => {
  test('prints one verdict a line and ends with 0', () => {
    const { status, lines } = classify(tiny, plain, join(fixtures, 'photos/orientation-6.jpg'));
    expect(status).toBe(0);
    expect(lines.map(({ file }) => file)).toEqual([
      plain,
      join(fixtures, 'photos/orientation-6.jpg'),
    ]);
    for (const line of lines) expect(line).toHaveProperty('model', 'tiny');
  });

  test('goes on after a bad photo, says what is wrong with it, and ends with 1', () => {
    const bad = [
      'empty.jpg',
      'text.jpg',
      'truncated.jpg',
      'bomb.png',
      'drawing.svg',
      'no-such.jpg',
    ];
    const { status, lines } = classify(
      tiny,
      ...bad.map((name) => join(fixtures, 'photos', name)),
      plain,
    );
    expect(status).toBe(1);
    expect(lines.map((line) => ('error' in line ? line.error.code : 'verdict'))).toEqual([
      'file-empty',
      'file-not-a-photo',
      'file-truncated',
      'photo-too-large',
      'photo-svg-unsupported',
      'file-unreadable',
      'verdict',
    ]);
  });

  test('says what is wrong with a model, and ends with 2', () => {
    const { status, stdout } = run('classify', '--model', '/nowhere', '--json', plain);
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'model-not-found' } });
  });

  test('without --json it speaks to people', () => {
    const { status, stdout } = run('classify', '--model', tiny, plain);
    expect(status).toBe(0);
    expect(stdout).toContain('plain.jpg');
    expect(() => JSON.parse(stdout) as unknown).toThrow();
  });
});

describe('a call that makes no sense ends with 2', () => {
  test.each([
    [['shoot']],
    [['classify']],
    [['classify', '--sharpness', '3', plain]],
    [['classify', '--confidence', 'high', plain]],
    [['classify', '--coverage', '0.5', plain]],
    [['inspect', 'one', 'two']],
  ])('%j', (args) => {
    const { status, stderr } = run(...args);
    expect(status).toBe(2);
    expect(stderr).toContain('bearings --help');
  });
});

test('bearings --help explains itself', () => {
  const { status, stdout } = run('--help');
  expect(status).toBe(0);
  expect(stdout).toContain('bearings classify');
});

test('bearings inspect tells what a model is and that it runs right here', () => {
  const { status, stdout } = run('inspect', '--json');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    manifest: { id: 'bears' },
    device: { backend: 'wasm' },
  });
});

describe.skipIf(!existsSync(photos))('known photos (needs the shared fixtures)', () => {
  test('bears are told apart', () => {
    const files = {
      'Grizzly bear': 'bears/grizzly/bears__grizzly__00000001.jpg',
      'Black bear': 'bears/black/bears__black__00000001.jpg',
      'Teddy bear': 'bears/teddy/bears__teddy__00000001.jpg',
    };
    const { status, lines } = classify(
      join(root, 'models/bears'),
      ...Object.values(files).map((file) => join(photos, file)),
    );
    expect(status).toBe(0);
    expect(lines).toMatchObject(Object.keys(files).map((label) => ({ kind: 'match', label })));
  });

  test('a guitar is none of its business, and gets no label', () => {
    const guitar = 'out-of-domain/pacs_photo/guitar/PACS__photo__guitar__063_0001.jpg';
    const { lines } = classify(join(root, 'models/bears'), join(photos, guitar));
    expect(lines).toMatchObject([{ kind: 'out-of-domain', label: null }]);
  });
});
