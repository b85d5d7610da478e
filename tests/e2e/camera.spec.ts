import { openApp, verdictSelector } from './app';
import { allowed, expectLive, openCamera, watchFilm, withFakeCamera } from './camera';
import { expect, test, waitUntilStored } from './site';
import { watchLongTasks } from './watch';

test.use({ launchOptions: withFakeCamera(allowed) });

test('frames get verdicts, without holding up the page', async ({ page, site }) => {
  await openCamera(page, site.url);
  await expectLive(page);
  const readLongTasks = await watchLongTasks(page);
  await watchFilm(page, 5);
  await expect(page.getByText(/[1-9]\d* frames a second/)).toBeVisible();
  expect(await readLongTasks()).toEqual([]);
});

test('a frame can be kept, and is then a photo like any other', async ({ page, site }) => {
  await openCamera(page, site.url);
  await expectLive(page);
  await page.getByRole('button', { name: 'Keep this frame' }).click();
  await page.getByRole('link', { name: '1 frame kept' }).click();
  await expect(page.locator('photo-report')).toBeVisible();
  await expect(page.locator(verdictSelector).first()).toBeVisible();
});

test('freezes and goes on', async ({ page, site }) => {
  await openCamera(page, site.url);
  await expectLive(page);
  await page.getByRole('button', { name: 'Freeze' }).click();
  const video = page.locator('video');
  const isPaused = () => video.evaluate((element: HTMLVideoElement) => element.paused);
  await expect.poll(isPaused).toBe(true);
  await page.getByRole('button', { name: 'Go on' }).click();
  await watchFilm(page, 1);
});

test('works with the server gone, after one visit', async ({ page, site }) => {
  await openApp(page, site.url);
  await waitUntilStored(page);
  await site.stop();
  await page.reload();
  await openCamera(page, site.url);
  await expectLive(page);
});
