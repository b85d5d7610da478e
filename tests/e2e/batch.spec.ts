import type { Page } from '@playwright/test';
import {
  classifyAll,
  downloadText,
  expectVerdict,
  givePhotos,
  openApp,
  waitForModel,
  waitUntilDone,
} from './app';
import { makeFile, makePhoto, makeTruncatedPhoto } from './photos';
import { expect, test } from './site';
import { watchLongTasks } from './watch';

test('bad files say what is wrong with them, and the others go on', async ({ page, site }) => {
  const good = [await makePhoto('good-1.jpg', 2), await makePhoto('good-2.png', 3)];
  const bad = [
    makeFile('empty.jpg', ''),
    makeFile('letter.jpg', 'Dear bear, this is not a photo.'),
    await makeTruncatedPhoto('cut-off.jpg'),
    makeFile('drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
  ];
  await openApp(page, site.url);
  const results = await classifyAll(page, [...bad, ...good]);
  const codes = new Map(results.map(({ file, error }) => [file, error?.code]));
  expect(Object.fromEntries(codes)).toEqual({
    'empty.jpg': 'file-empty',
    'letter.jpg': 'file-not-a-photo',
    'cut-off.jpg': 'file-truncated',
    'drawing.svg': 'photo-svg-unsupported',
    'good-1.jpg': undefined,
    'good-2.png': undefined,
  });
  const done = results.filter(({ verdict }) => verdict !== null);
  expect(done.map(({ file }) => file).sort()).toEqual(['good-1.jpg', 'good-2.png']);
});

test('a bad file alone says what to do', async ({ page, site }) => {
  await openApp(page, site.url);
  await givePhotos(page, [makeFile('empty.jpg', '')]);
  await expect(page.getByRole('alert')).toContainText('This file is empty.');
});

test('five hundred photos at once, without holding up the page', async ({ page, site }) => {
  test.slow();
  const photos = await Promise.all(
    Array.from({ length: 500 }, (_, i) => makePhoto(`many/${i}.jpg`, 1 + i / 100, 320, 240)),
  );
  await openApp(page, site.url);
  await waitForModel(page);
  await givePhotos(page, photos);
  // From here: putting five hundred files into the picker is the test's own work, in one task.
  const readLongTasks = await watchLongTasks(page);
  await expect.poll(() => readAnnouncement(page), { timeout: 200_000 }).toMatch(/^500 photos done/);
  expect(await readLongTasks()).toEqual([]);
  await expect(page.locator('[data-verdict="failed"]')).toHaveCount(0);
});

test('a batch can be stopped and taken up again', async ({ page, site }) => {
  const photos = await Promise.all(
    Array.from({ length: 60 }, (_, i) => makePhoto(`many/${i}.jpg`, 1 + i / 100, 320, 240)),
  );
  await openApp(page, site.url);
  await givePhotos(page, photos);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText(/photos? stopped/)).toBeVisible();
  await page.getByRole('button', { name: 'Go on' }).click();
  await waitUntilDone(page, 60);
  await expect(page.locator('[data-verdict="stopped"]')).toHaveCount(0);
});

test('the same file twice is one photo', async ({ page, site }) => {
  const photo = await makePhoto('twice.jpg', 6);
  await openApp(page, site.url);
  await givePhotos(page, [photo]);
  await expectVerdict(page);
  await givePhotos(page, [photo]);
  await expect(page.getByText('twice.jpg is already here.')).toBeVisible();
});

test('results can be taken along as CSV', async ({ page, site }) => {
  const photos = [await makePhoto('=cmd.jpg', 7), await makePhoto('b.jpg', 8)];
  await openApp(page, site.url);
  await givePhotos(page, photos);
  await waitUntilDone(page, 2);
  const [header, ...rows] = (await downloadText(page, 'CSV')).trim().split(/\r?\n/);
  expect(header).toMatch(/^file,verdict,label/);
  expect(rows).toHaveLength(2);
  // A spreadsheet would run a name that begins with an equals sign.
  expect(rows.join('\n')).not.toMatch(/^"?=cmd/m);
});

test('moving a line changes the verdicts on the screen at once', async ({ page, site }) => {
  await openApp(page, site.url);
  await givePhotos(page, [await makePhoto('line.jpg', 9)]);
  expect(await expectVerdict(page)).toBe('out-of-domain');
  await page.getByText('Where to draw the line').click();
  const slider = page.getByRole('slider', { name: 'False alarms accepted' });
  await slider.focus();
  await slider.press('Home');
  // With no false alarm allowed nothing can be called out of domain.
  await expect(page.locator('verdict-view [data-verdict="out-of-domain"]')).toHaveCount(0);
  await page.getByRole('button', { name: /model’s own/ }).click();
  await expect(page.locator('verdict-view [data-verdict="out-of-domain"]')).toBeVisible();
});

/**
 * What the page tells screen readers. Read by the shortest way: searching five hundred cards for it
 * would itself be a long task.
 */
function readAnnouncement(page: Page): Promise<string> {
  return page.evaluate(() => {
    const classifyPage = document
      .querySelector('app-shell')
      ?.shadowRoot?.querySelector('classify-page');
    return (
      classifyPage?.shadowRoot?.querySelector('p.sr-only[role=status]')?.textContent.trim() ?? ''
    );
  });
}
