import type { Page } from '@playwright/test';
import { chromiumArgs, findChromium } from '../../scripts/chromium.mjs';
import { openApp, verdictSelector, waitForModel } from './app';
import {
  hasSharedPhotos,
  listSharedPhotos,
  makeCameraFilm,
  makePhoto,
  whyNoSharedPhotos,
} from './photos';
import { expect, test, waitUntilStored } from './site';
import { watchLongTasks } from './watch';

const executablePath = findChromium() ?? undefined;
const fakeDevice = [...chromiumArgs, '--use-fake-device-for-media-stream'];

test.describe('with a camera that is allowed', () => {
  test.use({
    launchOptions: { executablePath, args: [...fakeDevice, '--use-fake-ui-for-media-stream'] },
  });

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
    await expect
      .poll(() => video.evaluate((element: HTMLVideoElement) => element.paused))
      .toBe(true);
    await page.getByRole('button', { name: 'Go on' }).click();
    await watchFilm(page, 1);
  });

  test('works with the server gone, after one visit', async ({ page, site }) => {
    await openApp(page, site.url);
    await waitUntilStored(page);
    await site.stop();
    await openCamera(page, site.url);
    await expectLive(page);
  });
});

test.describe('with a film of a bear before the camera', () => {
  test.skip(!hasSharedPhotos, whyNoSharedPhotos);

  test('the bear is named', async ({ playwright, site }) => {
    const [teddy] = listSharedPhotos('bears/teddy');
    const film = await makeCameraFilm(teddy ?? (await makePhoto('film.jpg')));
    const browser = await playwright.chromium.launch({
      executablePath,
      args: [
        ...fakeDevice,
        '--use-fake-ui-for-media-stream',
        `--use-file-for-fake-video-capture=${film}`,
      ],
    });
    const page = await browser.newPage();
    await openCamera(page, site.url);
    await expectLive(page);
    await expect(page.locator('[data-verdict="match"]').first()).toContainText(/teddy/i);
    await browser.close();
  });
});

test('says what to do when the camera is not allowed', async ({ playwright, site }) => {
  const browser = await playwright.chromium.launch({
    executablePath,
    args: [...fakeDevice, '--deny-permission-prompts'],
  });
  const page = await browser.newPage();
  await openCamera(page, site.url);
  await expect(page.getByText('The browser was not allowed to use the camera.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  await browser.close();
});

test('says so when there is no camera', async ({ page, site }) => {
  await openCamera(page, site.url);
  await expect(
    page.getByText(/No camera was found|The browser was not allowed to use the camera/),
  ).toBeVisible();
});

/** Opens the camera's page and starts the camera where it waits to be started. */
async function openCamera(page: Page, url: string): Promise<void> {
  await page.goto(`${url}#/camera`);
  await expect(page.locator('camera-page')).toBeVisible();
  await waitForModel(page);
  await page.getByRole('button', { name: 'Start the camera' }).click();
}

async function expectLive(page: Page): Promise<void> {
  await expect(page.locator(verdictSelector).first()).toBeVisible();
}

/** Waits until the camera's picture has gone on for so many of its own seconds. */
async function watchFilm(page: Page, seconds: number): Promise<void> {
  const video = page.locator('video');
  const readTime = () => video.evaluate((element: HTMLVideoElement) => element.currentTime);
  const startedAt = await readTime();
  await expect.poll(readTime).toBeGreaterThan(startedAt + seconds);
}
