import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { schemaPath } from '../../scripts/models/write-schema';
import {
  type FilePart,
  manifestJsonSchema,
  parseManifest,
  parseTrunk,
} from '../../src/core/manifest';

const models = join(import.meta.dirname, '../../models');
const catalogue = readJson(join(models, 'index.json')) as {
  models: { id: string; manifest: string; addedByUser?: boolean }[];
  default: string;
};
const shipped = catalogue.models.filter(({ addedByUser }) => !addedByUser);

test('the published JSON Schema is the one in the code (npm run models:build writes it)', () => {
  expect(readJson(schemaPath)).toEqual(JSON.parse(JSON.stringify(manifestJsonSchema())));
});

test('the default model is one that is shipped', () => {
  expect(shipped.map(({ id }) => id)).toContain(catalogue.default);
});

describe.each(shipped)('models/$id', ({ id, manifest: path }) => {
  const folder = join(models, id);
  const manifest = parseManifest(readJson(join(models, path)));
  if (manifest.network.kind !== 'head-on-trunk') throw new Error(`${id} is not a head`);
  const { network, detector, evaluation } = manifest;

  test('is what the catalogue says, with a card', () => {
    expect(manifest.id).toBe(id);
    expect(readFileSync(join(folder, 'CARD.md'), 'utf8')).toContain(`# ${manifest.name}`);
  });

  test('names files that are there, byte for byte', () => {
    expectPart(folder, network.head);
    expectPart(folder, network.trunk);
    if (detector) expectPart(folder, detector.bank);
  });

  test('has a head and a bank of the right size', () => {
    const trunk = parseTrunk(readJson(join(folder, network.trunk.path)));
    const features = trunk.taps.reduce((sum, { length }) => sum + length, 0);
    expect(network.head.bytes).toBe(4 * (features + 1) * manifest.labels.length);
    expect(detector?.bank.bytes).toBe(
      (detector?.bankLabels.length ?? 0) * (detector?.features.length ?? 0),
    );
  });

  test('compares with at least 100 held-out distances, in ascending order', () => {
    const distances = detector?.heldOutDistances ?? [];
    expect(distances.length).toBeGreaterThanOrEqual(100);
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
  });

  test('was measured, and its confusion matrix agrees with its accuracy', () => {
    const confusion = evaluation?.confusion ?? [];
    const right = confusion.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
    const all = confusion.flat().reduce((a, b) => a + b, 0);
    expect(all).toBe(evaluation?.photos);
    expect(right / all).toBeCloseTo(evaluation?.accuracy.value ?? NaN, 3);
  });

  test('keeps its false alarms near the promised rate and warns about what it does not know', () => {
    expect(evaluation?.falseAlarms?.low).toBeLessThanOrEqual(manifest.thresholds.falseAlarmRate);
    for (const { auroc } of evaluation?.outOfDomain ?? []) expect(auroc).toBeGreaterThan(0.95);
  });

  test('is small', () => {
    const bytes = readdirSync(folder)
      .filter((name) => !name.endsWith('.md'))
      .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    // The bank is at most 300 kB; the rest is head and manifest.
    expect(bytes).toBeLessThan(400_000);
  });
});

test('the trunk is the one that trunk.json describes', () => {
  const trunk = parseTrunk(readJson(join(models, 'trunk/trunk.json')));
  for (const part of [trunk.model, ...trunk.weights]) expectPart(join(models, 'trunk'), part);
});

function expectPart(folder: string, part: FilePart): void {
  const bytes = readFileSync(join(folder, part.path));
  expect({
    bytes: bytes.byteLength,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }).toEqual({ bytes: part.bytes, sha256: part.sha256 });
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
