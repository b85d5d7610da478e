import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { startServer } from '../../scripts/serve.mjs';
import { createNodeHost } from '../../src/cli/node-host';
import type { Manifest } from '../../src/core/manifest';
import { Engine } from '../../src/engine/engine';
import { drawStripes, trainStripes } from '../fixtures/train-stripes';
import { zipFiles } from '../fixtures/zip-folder';
import { classifyAll, expectVerdict, givePhotos, openApp, waitForModel } from './app';
import { exportTo, withAppOffline } from './exports';
import { expectRecognised, fileInput, openModelPage } from './open-model';
import { listSharedPhotos, makeFile, makePhoto } from './photos';
import { expect, test, waitUntilStored } from './site';
import { watchRequests, watchViolations } from './watch';

async function openExport(page: Page, url: string): Promise<void> {
  await openApp(page, url);
  await waitForModel(page);
  await page.goto(`${url}#/export/bears`);
  await expect(page.getByRole('heading', { name: 'Export Bears' })).toBeVisible();
  // The worker does one thing after the other: the model is open first.
  await expect(page.getByText('In use')).toBeVisible({ timeout: 60_000 });
}

const photo = async () => listSharedPhotos('bears/teddy')[0] ?? (await makePhoto('export.jpg', 3));

let folder = '';
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bearings-export-'));
});
test.afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('a complete app, made by the page: it runs under a path, offline, with its own name', async ({
  page,
  site,
  browser,
}) => {
  test.setTimeout(240_000);
  await openExport(page, site.url);
  await page.getByLabel('Name', { exact: true }).fill('Ranger <Eye> & "Co"');
  await page.getByLabel('Letter or emoji').fill('R');
  await page.getByLabel('Letter or emoji').blur();
  await exportTo(page, 'Make the app', folder);
  await expect(page.getByText('bears-app.zip')).toBeVisible();
  await site.stop();

  // A plain static host, under a path, that knows nothing of headers.
  const host = await startServer({
    ...{ port: 0, folder, basePath: '/apps/ranger/', withHeaders: false },
  });
  const context = await browser.newContext();
  try {
    const app = await context.newPage();
    const violations = await watchViolations(app);
    const requests = watchRequests(app);
    await openApp(app, host.url);
    await waitForModel(app);
    await expect(app).toHaveTitle('Ranger <Eye> & "Co"');
    const pages = app.getByRole('navigation', { name: 'Pages' }).getByRole('link');
    await expect(pages).toHaveText(['Classify', 'Camera', 'About']);
    await waitUntilStored(app);
    expect(requests.filter((address) => !address.startsWith(host.url))).toEqual([]);
    const described = (await (await app.request.get(`${host.url}manifest.webmanifest`)).json()) as {
      name: string;
      icons: { src: string }[];
    };
    expect(described.name).toBe('Ranger <Eye> & "Co"');
    for (const { src } of described.icons) {
      expect((await app.request.get(new URL(src, host.url).href)).ok()).toBe(true);
    }
    await host.stop();

    // No network any more: opened anew, and a photo gets its verdict.
    await openApp(app, host.url);
    await waitForModel(app);
    await givePhotos(app, [await photo()]);
    expect(['match', 'unsure', 'out-of-domain']).toContain(await expectVerdict(app));
    await app.getByRole('link', { name: 'About' }).click();
    await expect(app.getByText('It tells apart Grizzly bear')).toBeVisible();
    expect(violations).toEqual([]);
  } finally {
    await context.close();
  }
});

test('the element for a page of one’s own: two lines and the folders of the zip', async ({
  page,
  site,
  browser,
}) => {
  test.setTimeout(180_000);
  await openExport(page, site.url);
  await exportTo(page, 'Save its files', folder);
  const host = await startServer({ port: 0, folder, withHeaders: false });
  const context = await browser.newContext();
  try {
    const own = await context.newPage();
    const verdicts: string[] = [];
    await own.exposeFunction('noteVerdict', (kind: string) => verdicts.push(kind));
    await own.addInitScript(() => {
      document.addEventListener('classifier-result', (event) => {
        const { verdict } = event as unknown as { verdict: { kind: string } };
        (window as unknown as { noteVerdict: (kind: string) => void }).noteVerdict(verdict.kind);
      });
    });
    await own.goto(host.url);
    await own
      .locator('image-classifier input[type=file]')
      .first()
      .setInputFiles(await photo());
    await expect.poll(() => verdicts, { timeout: 60_000 }).toHaveLength(1);
    expect(['match', 'unsure', 'out-of-domain']).toContain(verdicts[0]);
  } finally {
    await context.close();
    await host.stop();
  }
});

test('the whole model and plain models are saved; one click deploys', async ({ page, site }) => {
  test.setTimeout(180_000);
  await openExport(page, site.url);
  await exportTo(page, 'Save the model', join(folder, 'whole'));
  expect(JSON.parse(await readFile(join(folder, 'whole/bearings.json'), 'utf8'))).toMatchObject({
    network: { trunk: { path: 'trunk/trunk.json' } },
  });
  for (const kind of ['layers', 'graph'] as const) {
    await exportTo(page, `Save as ${kind} model`, join(folder, kind));
    const model = JSON.parse(await readFile(join(folder, kind, 'model.json'), 'utf8')) as unknown;
    expect(model).toMatchObject({ format: `${kind}-model` });
    expect(await readFile(join(folder, kind, 'README.txt'), 'utf8')).toContain('127');
  }
  await page.goto(`${site.url}#/export/trash`);
  await page.getByRole('button', { name: 'Use it here' }).click();
  await expect(page.getByText('In use')).toBeVisible();
});

test('a model on a tuned block: every export has the block, and the app answers by it offline', async ({
  page,
  site,
  browser,
}) => {
  test.setTimeout(240_000);
  const engine = new Engine(createNodeHost());
  const { outcome } = await trainStripes(engine).finally(() => engine.close());
  const files = new Map(outcome.files.map(({ path, bytes }) => [path, bytes]));
  const zip = makeFile('models/stripes.zip', Buffer.from(await zipFiles(files)));
  const images: string[] = [];
  for (const i of testStripes) images.push(await writeStripes(i));

  await openModelPage(page, site.url);
  await fileInput(page).setInputFiles(zip);
  await expectRecognised(page, /Bearings/);
  // It brings its reference photos along, so nobody is asked for any.
  await page.getByRole('button', { name: 'Keep this model' }).click();
  await expect(page.getByRole('heading', { name: /is on this device$/ })).toBeVisible();
  await expect(page.getByText(/It knows \d+ reference photos/)).toBeVisible();
  await page.goto(`${site.url}#/export/stripes`);
  await exportTo(page, 'Save the model', join(folder, 'whole'));
  const block = files.get('trunk/tuned_1.bin') ?? new Uint8Array();
  expect(await readFile(join(folder, 'whole/trunk/tuned_1.bin'))).toEqual(Buffer.from(block));
  const { detector } = JSON.parse(
    await readFile(join(folder, 'whole/bearings.json'), 'utf8'),
  ) as Manifest;
  expect(detector).toEqual(outcome.manifest.detector);
  for (const kind of ['layers', 'graph']) {
    await exportTo(page, `Save as ${kind} model`, join(folder, kind));
  }
  await exportTo(page, 'Make the app', join(folder, 'app'));
  await site.stop();

  const worker = await readFile(join(folder, 'app/service-worker.js'), 'utf8');
  expect(worker).toContain('models/stripes/trunk/tuned_1.bin');
  await withAppOffline(browser, join(folder, 'app'), async (app) => {
    const results = await classifyAll(app, images);
    expect(results).toHaveLength(testStripes.length);
    for (const [at, { verdict, error }] of results.entries()) {
      expect(error).toBeNull();
      const { probabilities } = outcome.predictions[testStripes[at] ?? NaN] ?? {
        probabilities: [],
      };
      expect(verdict?.confidence).toBeCloseTo(Math.max(...probabilities), 2);
    }
  });
});

/** Of the test part: numbers of photos. */
const testStripes = [97, 110, 113];

async function writeStripes(i: number): Promise<string> {
  const { data, width, height } = drawStripes(i);
  const png = await sharp(data, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
  return makeFile(`stripes/${i}.png`, png);
}
