import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ownThresholds } from '../../../src/core/thresholds';
import { addMobilenet } from '../../../scripts/models/add-mobilenet';
import { classifyFile } from '../../../src/cli/classify';
import { openInNode } from '../../../src/cli/node-engine';

const fixtures = join(import.meta.dirname, '../../fixtures');
const shared = join(import.meta.dirname, '../../../../shared/fixtures');

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'bearings-')), 'mobilenet');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

describe('adding a MobileNet', () => {
  test('copies its files and describes it so that the engine runs it', async () => {
    const source = join(fixtures, 'models/tiny-mobilenet');
    const { labels, network, input } = await addMobilenet(source, folder, { alpha: 0.25 });
    expect(labels).toHaveLength(1000);
    expect(labels[1]).toBe('goldfish, Carassius auratus');
    expect(network).toMatchObject({ version: 2, alpha: 0.25 });
    expect(input.scale.add).toBe(-1);
    for (const file of ['bearings.json', 'model.json', 'group1-shard1of1.bin', 'CARD.md']) {
      expect(existsSync(join(folder, file))).toBe(true);
    }
    const { engine, manifest } = await openInNode(folder);
    expect(manifest.detector).toBeNull();
    engine.close();
  });

  test('replaces an older copy', async () => {
    const source = join(fixtures, 'models/tiny-mobilenet/model.json');
    await addMobilenet(source, folder, { alpha: 0.25 });
    await addMobilenet(source, folder, { alpha: 0.5, inputRange: [0, 1] });
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'bearings.json'), 'utf8'));
    expect(manifest).toMatchObject({ network: { alpha: 0.5 }, input: { scale: { add: 0 } } });
    expect(existsSync(`${folder}.part`)).toBe(false);
  });

  test('refuses a model with 1,000 outputs, and leaves nothing behind', async () => {
    const source = join(fixtures, 'models/tiny-mobilenet-1000');
    await expect(addMobilenet(source, folder, { alpha: 1 })).rejects.toMatchObject({
      code: 'model-output-unexpected',
      detail: '1000 outputs instead of 1001',
    });
    expect(existsSync(folder)).toBe(false);
  });

  test('refuses a folder without a model, and a graph that is no MobileNet', async () => {
    await expect(addMobilenet(join(fixtures, 'photos'), folder)).rejects.toMatchObject({
      code: 'model-part-missing',
    });
    await expect(addMobilenet(join(fixtures, 'models/tiny-trunk'), folder)).rejects.toMatchObject({
      code: 'model-unsupported',
    });
  });
});

describe.skipIf(!existsSync(shared))('the real MobileNetV2 (needs the shared fixtures)', () => {
  test('is recognised, and knows a guitar', async () => {
    const manifest = await addMobilenet(join(shared, 'models/mobilenet-v2-imagenet'), folder);
    expect(manifest.network).toMatchObject({ version: 2, alpha: 1 });
    expect(manifest.input.scale).toEqual({ multiply: 2 / 255, add: -1 });
    const opened = await openInNode(folder);
    const photo = join(
      shared,
      'photos/out-of-domain/pacs_photo/guitar/PACS__photo__guitar__063_0001.jpg',
    );
    const line = await classifyFile(photo, opened, ownThresholds(manifest), 5);
    opened.engine.close();
    expect('ranked' in line && line.ranked.map(({ label }) => label)).toContain('electric guitar');
  });
});
