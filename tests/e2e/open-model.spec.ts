import type { Page } from '@playwright/test';
import { startOtherHost } from '../fixtures/other-host';
import { DiskFiles } from '../../src/cli/disk-files';
import { writeSilentModel } from '../fixtures/silent-model';
import { readFolder, zipFiles } from '../fixtures/zip-folder';
import { expectVerdict, givePhotos } from './app';
import { findProblems } from './find-problems';
import {
  addLabelPhotos,
  dropFiles,
  expectRecognised,
  fileInput,
  folderInput,
  foreignFolder,
  hasSharedModels,
  keepAsItIs,
  makeModelZip,
  openAddress,
  openModelPage,
  sharedModelFolder,
  whyNoSharedModels,
} from './open-model';
import {
  hasSharedPhotos,
  listSharedPhotos,
  makeFile,
  makePhoto,
  sampleEvenly,
  whyNoSharedPhotos,
} from './photos';
import { expect, test, waitUntilStored } from './site';

const cannotJudge = /cannot judge unfamiliar photos/;
const tiny = foreignFolder('teachable-machine');

test('a zip that is dropped is recognised, and its contract said for certain', async ({
  page,
  site,
}) => {
  await openModelPage(page, site.url);
  await dropFiles(page, new Map([['shapes.zip', await zipFiles(readFolder(tiny))]]));
  await expectRecognised(page, /This is a Teachable Machine/);
  await expect(page.getByLabel('Labels')).toHaveValue('circle\nsquare\nstar');
  await expect(page.locator('[data-part=labels]')).toContainText('Certain');
  await expect(page.locator('[data-part=scale]')).toContainText('Usual');
  await expect(page.locator('[data-part].guess')).toHaveCount(0);
});

test('what its files do not say is marked as a guess, and can be put right', async ({
  page,
  site,
}) => {
  await openModelPage(page, site.url);
  await folderInput(page).setInputFiles(foreignFolder('keras-uint8'));
  await expectRecognised(page, /This is a/);
  await expect(page.locator('[data-part=fit]')).toContainText('A guess');
  const keep = page.getByRole('button', { name: 'Keep this model' });
  await expect(keep).toBeDisabled();
  await page.getByLabel('Labels').fill('circle\nsquare\nstar');
  await page.getByLabel('Labels').blur();
  await page.getByLabel('How a photo is cut to shape').selectOption('squish');
  await expect(page.locator('[data-part=fit]')).toContainText('Yours');
  await expect(keep).toBeEnabled();
});

test('a model without a bank says on its verdict what it cannot do; it stays, without a network', async ({
  page,
  site,
}) => {
  test.slow();
  await openModelPage(page, site.url);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await fileInput(page).setInputFiles(await makeModelZip('shapes.zip', tiny));
  await expectRecognised(page, /This is a Teachable Machine/);
  await page.getByLabel('Its name').fill('Shapes');
  await keepAsItIs(page);
  await page.getByRole('button', { name: 'Classify with it' }).click();
  await givePhotos(page, [await makePhoto('shape-1.jpg', 2)]);
  expect(await expectVerdict(page)).not.toBe('out-of-domain');
  await expect(page.getByText(cannotJudge).first()).toBeVisible();
  await page.getByRole('button', { name: /Clear this photo/ }).click();

  await waitUntilStored(page);
  await site.stop();
  await page.goto(`${site.url}#/models`);
  await page.reload();
  await expect(page.locator('kept-card').getByText('In use')).toBeVisible({ timeout: 60_000 });
  await page.goto(`${site.url}#/classify`);
  await givePhotos(page, [await makePhoto('shape-2.jpg', 3)]);
  await expectVerdict(page);
  await expect(page.getByText(cannotJudge).first()).toBeVisible();
});

test('a kept model is renamed, exported, deleted, and opens again from its export', async ({
  page,
  site,
}) => {
  test.slow();
  await openModelPage(page, site.url);
  await folderInput(page).setInputFiles(tiny);
  await expectRecognised(page, /This is a Teachable Machine/);
  await keepAsItIs(page);
  await page.goto(`${site.url}#/models`);
  const card = page.locator('kept-card');
  await card.getByRole('button', { name: 'Rename' }).click();
  await card.getByLabel('New name').fill('Three shapes');
  await card.getByRole('button', { name: 'Rename' }).click();
  await expect(card.getByRole('heading', { name: 'Three shapes' })).toBeVisible();

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    card.getByRole('button', { name: 'Export' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('three-shapes.zip');
  const exported = await download.path();

  await card.getByRole('button', { name: 'Delete' }).click();
  await expect(page.locator('kept-card')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.locator('kept-card')).toHaveCount(1);
  await card.getByRole('button', { name: 'Delete' }).click();
  await expect(page.locator('kept-card')).toHaveCount(0);
  await page.reload();
  await expect(page.locator('models-page h2').first()).toBeVisible();
  await expect(page.locator('kept-card')).toHaveCount(0);

  await openModelPage(page, site.url);
  await fileInput(page).setInputFiles(exported);
  await expectRecognised(page, /Bearings/);
  await expect(page.getByText('there is nothing to guess')).toBeVisible();
  await expect(page.getByLabel('Its name')).toHaveValue('Three shapes');
  await keepAsItIs(page);
});

test('a model is opened by its address, and the page itself asks nobody', async ({
  page,
  site,
}) => {
  const host = await startOtherHost(readFolder(tiny));
  await openAddress(page, site.url, `${host.url}open/model.json`);
  await expectRecognised(page, /This is a Teachable Machine/);
  await expect(page.getByLabel('Labels')).toHaveValue('circle\nsquare\nstar');
  expect(host.requests.every(({ headers }) => headers.origin === 'null')).toBe(true);
  await keepAsItIs(page);
  await expect(page.locator('[data-requests]')).toHaveAttribute('data-requests', '0');
  await page.goto(`${site.url}#/models`);
  await expect(page.locator('kept-card')).toContainText(host.url);
  await host.stop();
});

test.describe('refuses, and says what it is and what to do', () => {
  for (const [name, code, sentence] of [
    ['onnx', 'model-is-onnx', 'This is an ONNX model'],
    ['h5', 'model-is-h5', 'This is a Keras model in an HDF5 file'],
    ['keras-lambda', 'model-asks-for-code', ''],
    ['missing-shard', 'model-part-missing', 'A part of the model is missing.'],
    ['photos', 'model-none-found', ''],
  ] as const) {
    test(name, async ({ page, site }) => {
      await openModelPage(page, site.url);
      await folderInput(page).setInputFiles(foreignFolder(name));
      const refusal = page.locator(`[data-code=${code}]`);
      await expect(refusal).toContainText(sentence, { timeout: 60_000 });
      await expect(refusal.getByRole('heading', { name: 'What you can do' })).toBeVisible();
      await refusal.getByRole('button', { name: 'Choose something else' }).click();
      await expect(page.getByRole('heading', { name: 'Drop your model here' })).toBeVisible();
    });
  }

  test('a zip bomb', async ({ page, site }) => {
    const files = readFolder(tiny).set('weights.bin', new Uint8Array(100_000_000));
    const bomb = makeFile('models/bomb.zip', Buffer.from(await zipFiles(files)));
    await openModelPage(page, site.url);
    await fileInput(page).setInputFiles(bomb);
    await expect(page.locator('[data-code=archive-unsafe]')).toBeVisible({ timeout: 60_000 });
  });
});

test('a real Teachable Machine model becomes honest with a few photos', async ({ page, site }) => {
  test.skip(!hasSharedModels, whyNoSharedModels);
  test.skip(!hasSharedPhotos, whyNoSharedPhotos);
  test.setTimeout(360_000);
  await openModelPage(page, site.url);
  const zip = await makeModelZip('hands.zip', sharedModelFolder('teachable-machine'));
  await fileInput(page).setInputFiles(zip);
  await expectRecognised(page, /This is a Teachable Machine/);
  await expect(page.getByLabel('Labels')).toHaveValue('Peace\nStop\nThumbs Up');
  await page.getByRole('button', { name: 'Keep this model' }).click();

  // There are no photos of hands here; bears stand in for them. What is usual for a label is learnt
  // from its photos alone.
  const kinds = ['grizzly', 'black', 'teddy'] as const;
  const labels = ['Peace', 'Stop', 'Thumbs Up'] as const;
  for (const [index, label] of labels.entries()) {
    const photos = sampleEvenly(listSharedPhotos(`bears/${kinds[index] ?? ''}`), 8);
    await addLabelPhotos(page, label, photos);
  }
  const strangers = sampleEvenly(listSharedPhotos('out-of-domain/digits'), 4);
  await addLabelPhotos(page, 'Something else', strangers);
  await page.getByRole('button', { name: 'Make it honest' }).click();
  await expect(
    page.getByRole('heading', { name: 'It now notices what it does not know' }),
  ).toBeVisible({ timeout: 240_000 });
  await expect(page.locator('honest-effect .strangers li')).toHaveCount(4);
  const warned = page.locator('honest-effect dl div', { hasText: 'are warned about now' });
  await expect(warned).toContainText(/[34] of 4/);

  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Classify with it' }).click();
  const [, unrelated = ''] = sampleEvenly(listSharedPhotos('out-of-domain/digits'), 9);
  await givePhotos(page, [unrelated]);
  expect(await expectVerdict(page)).toBe('out-of-domain');
  await expect(page.getByText(cannotJudge)).toHaveCount(0);
});

test('the photos that make a model honest settle what its files do not say', async ({
  page,
  site,
}) => {
  test.skip(!hasSharedPhotos, whyNoSharedPhotos);
  test.setTimeout(360_000);
  const files = await writeSilentModel(new DiskFiles('models/bears'));
  const zip = makeFile('models/silent-bears.zip', Buffer.from(await zipFiles(files)));
  await openModelPage(page, site.url);
  await fileInput(page).setInputFiles(zip);
  await expectRecognised(page, /This is a TensorFlow.js graph model/);
  // It wants 0 to 255, and nothing says so.
  const scale = page.getByLabel('How brightness is counted');
  await expect(scale.locator('option:checked')).toHaveText('From −1 to 1');
  await page.getByRole('button', { name: 'Keep this model' }).click();
  const kinds = { Grizzly: 'grizzly', Black: 'black', Teddy: 'teddy' };
  for (const [name, folder] of Object.entries(kinds)) {
    const photos = sampleEvenly(listSharedPhotos(`bears/${folder}`), 6);
    await addLabelPhotos(page, `${name} bear`, photos);
  }
  await page.getByRole('button', { name: 'Make it honest' }).click();
  await expect(page.getByText(/Your photos changed what was only guessed/)).toContainText(
    'how brightness is counted',
    { timeout: 240_000 },
  );
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Classify with it' }).click();
  const photo = sampleEvenly(listSharedPhotos('bears/teddy'), 7)[3] ?? '';
  await givePhotos(page, [photo]);
  expect(await expectVerdict(page)).toBe('match');
  await expect(page.getByText('Teddy bear').first()).toBeVisible();
});

test('axe finds nothing on any step', async ({ page, site }) => {
  test.slow();
  await openModelPage(page, site.url);
  expect(await findProblems(page)).toEqual([]);
  await folderInput(page).setInputFiles(foreignFolder('onnx'));
  await expect(page.locator('[data-code=model-is-onnx]')).toBeVisible({ timeout: 60_000 });
  expect(await findProblems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Choose something else' }).click();

  await folderInput(page).setInputFiles(tiny);
  await expectRecognised(page, /This is a Teachable Machine/);
  expect(await findProblems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Keep this model' }).click();
  await expect(page.getByRole('button', { name: 'Go on without' })).toBeVisible();
  await addLabelPhotos(page, 'circle', [await makePhoto('axe-circle.jpg', 4)]);
  expect(await findProblems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Go on without' }).click();
  await expect(page.getByRole('heading', { name: /is on this device$/ })).toBeVisible();
  expect(await findProblems(page)).toEqual([]);
  await page.goto(`${site.url}#/models`);
  await expect(page.locator('kept-card')).toBeVisible();
  expect(await findProblems(page)).toEqual([]);
});

test('what the doctor found fits a small phone', async ({ page, site }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  await openModelPage(page, site.url);
  await folderInput(page).setInputFiles(foreignFolder('keras-sharded'));
  await expectRecognised(page, /This is a Keras layers model/);
  await page.getByText('For experts: where its features are').click();
  for (const [i, label] of ['circle', 'square', 'star'].entries()) {
    await addLabelPhotos(page, label, [await makePhoto(`doctor-${label}.jpg`, i + 1)]);
  }
  await page.getByRole('button', { name: 'Check with these photos' }).click();
  await page.getByText('The numbers, and the other ways').click({ timeout: 60_000 });
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(await overflow()).toBeLessThanOrEqual(0);
  expect(await findProblems(page)).toEqual([]);
});

test('the keyboard alone is enough: from choosing a file to classifying with it', async ({
  page,
  site,
}) => {
  test.slow();
  const zip = await makeModelZip('keys.zip', tiny);
  await openModelPage(page, site.url);
  const choosing = page.waitForEvent('filechooser');
  await pressOn(page, 'Choose files');
  await (await choosing).setFiles([zip]);
  await expectRecognised(page, /This is a Teachable Machine/);
  await pressOn(page, 'Keep this model');
  await expect(page.getByRole('button', { name: 'Go on without' })).toBeVisible();
  await pressOn(page, 'Go on without');
  await expect(page.getByRole('heading', { name: /is on this device$/ })).toBeVisible();
  await pressOn(page, 'Classify with it');
  await expect(page).toHaveURL(/#\/classify$/);
});

/** Presses Tab until a button of that name has the focus, then Enter. */
async function pressOn(page: Page, name: string): Promise<void> {
  const MAX_STEPS = 80;
  for (let step = 0; step < MAX_STEPS; step += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return (element?.getAttribute('aria-label') ?? element?.textContent ?? '').trim();
    });
    if (at === name) {
      await page.keyboard.press('Enter');
      return;
    }
  }
  throw new Error(`Tab never reached “${name}”`);
}
