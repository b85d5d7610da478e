import type { Page } from '@playwright/test';
import { givePhotos, verdictSelector } from './app';
import { makeFile, makePhoto } from './photos';
import { expect, test } from './site';
import { makeLabelFolder } from './studio-photos';

const EACH = 20;

async function createProject(page: Page, url: string, name: string): Promise<void> {
  await page.goto(`${url}#/studio`);
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
}

async function openTab(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Project' }).getByRole('link', { name }).click();
}

/** The picker for a folder of photos. */
function folderInput(page: Page) {
  return page.locator('import-panel input.folder').first();
}

test('a folder comes in, a reload in the midst loses nothing, and the import goes on', async ({
  page,
  site,
}) => {
  test.setTimeout(300_000);
  const folder = await makeLabelFolder('animals', EACH);
  await createProject(page, site.url, 'Animals');
  await folderInput(page).setInputFiles(folder);
  // Eight photos are in at least: two batches were saved, and the rest is not.
  await expect(page.locator('import-panel')).toContainText(/\b(?:[89]|[12][0-9]) of 40 photos/, {
    timeout: 120_000,
  });
  await page.reload();

  await expect(page.locator('import-panel')).toContainText('was cut short', { timeout: 60_000 });
  const saved = await page.locator('photo-grid .cell').count();
  expect(saved).toBeGreaterThan(0);
  await folderInput(page).setInputFiles(folder);
  await expect(page.locator('import-panel')).toContainText(/photos added from animals/, {
    timeout: 200_000,
  });
  await expect(page.locator('import-panel')).toContainText(/were in already/);
  const labels = page.locator('label-list');
  await expect(labels.getByRole('button', { name: /^All photos/ })).toContainText('40');
  await expect(labels.getByRole('button', { name: /^cat/ })).toContainText(`${EACH}`);
  await expect(labels.getByRole('button', { name: /^boats/ })).toContainText(`${EACH}`);

  // By keyboard: two photos of one label get the other, and it is taken back.
  await labels.getByRole('button', { name: /^boats/ }).click();
  const grid = page.getByRole('listbox');
  await grid.focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(page.getByText('2 photos selected')).toBeVisible();
  const labelAs = page.getByRole('combobox', { name: 'Label as' });
  const cat = await labelAs.locator('option').filter({ hasText: 'cat' }).getAttribute('value');
  await labelAs.selectOption(cat);
  await expect(labels.getByRole('button', { name: /^cat/ })).toContainText(`${EACH + 2}`);
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect(labels.getByRole('button', { name: /^cat/ })).toContainText(`${EACH}`);

  await openTab(page, 'DataBlock');
  // Every photo is in one of the three parts.
  const counts = page.locator('split-panel tr').last().locator('td');
  await expect
    .poll(async () => (await counts.allTextContents()).reduce((sum, text) => sum + Number(text), 0))
    .toBe(2 * EACH);
  await expect(page.locator('batch-view li:not([hidden]) canvas')).toHaveCount(9, {
    timeout: 60_000,
  });
});

test('training pauses, goes on after its page was closed, and its model is put to work', async ({
  page,
  context,
  site,
}) => {
  test.setTimeout(600_000);
  const folder = await makeLabelFolder('to-train', 16);
  await createProject(page, site.url, 'Cats and boats');
  await folderInput(page).setInputFiles(folder);
  await expect(page.locator('import-panel')).toContainText(/photos added from/, {
    timeout: 200_000,
  });
  await openTab(page, 'Train');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  const status = page.locator('train-page').getByRole('status');
  await expect(status).toContainText(/Looking at the photos: [1-9]/, { timeout: 120_000 });
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('heading', { name: 'Training has stopped' })).toBeVisible();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(status).toContainText(/Looking at the photos: [1-9]|Learning/, { timeout: 120_000 });

  // Killed in the midst: what was seen is remembered, and the run is there to go on.
  const address = page.url();
  await page.close();
  const next = await context.newPage();
  await next.goto(address);
  await expect(next.getByRole('heading', { name: 'Training has stopped' })).toBeVisible({
    timeout: 60_000,
  });
  await next.getByRole('button', { name: 'Go on' }).click();
  const result = next.locator('train-page').getByRole('region', { name: 'The model is ready' });
  await expect(result).toContainText(/\d+ %\s+right on \d+ photos?/, { timeout: 300_000 });

  await result.getByRole('link', { name: 'Put it to use' }).click();
  await next.getByRole('button', { name: 'Use it here' }).click();
  await expect(next.getByText('In use')).toBeVisible({ timeout: 60_000 });
  await next.getByRole('link', { name: 'Go to Classify' }).click();
  await givePhotos(next, [`${folder}/cat/3.jpg`]);
  const verdict = next.locator(verdictSelector).first();
  await expect(verdict).toBeVisible({ timeout: 60_000 });
  await expect(verdict).toContainText(/cat/i);

  // Its reference photos are the project's own: their small pictures lie beside the model.
  await next.getByText('Why?').click();
  const pictures = next.getByRole('img', { name: /^Reference photo: cat$/i });
  await expect(pictures.first()).toBeVisible();
  const loaded = await pictures.evaluateAll((all) =>
    all.map((one) => one instanceof HTMLImageElement && one.complete && one.naturalWidth > 0),
  );
  expect(loaded).not.toContain(false);
});

test('broken files are listed with the reason, and a project comes back after it was deleted', async ({
  page,
  site,
}) => {
  const good = await makePhoto('studio/good.jpg', 4);
  const bad = makeFile('studio/notes.jpg', 'no photo at all');
  await createProject(page, site.url, 'Odds and ends');
  await page.locator('import-panel input.files').setInputFiles([good, bad]);
  await expect(page.locator('import-panel')).toContainText('1 photo added');
  await page.getByText('1 file left out, and why').click();
  await expect(page.locator('import-panel')).toContainText('not a photo, whatever its name says');

  await page.getByRole('link', { name: 'All projects' }).click();
  await page.getByRole('button', { name: 'Delete Odds and ends' }).click();
  await expect(page.getByRole('link', { name: 'Open Odds and ends' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('link', { name: 'Open Odds and ends' }).click();
  await expect(page.locator('photo-grid .cell')).toHaveCount(1);
});
