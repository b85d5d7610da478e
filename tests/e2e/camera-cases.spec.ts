import type { Page } from '@playwright/test';
import { chromiumArgs, findChromium } from '../../scripts/chromium.mjs';
import { allowed, openCamera, withFakeCamera } from './camera';
import {
  hasSharedPhotos,
  listSharedPhotos,
  makeCameraFilm,
  sampleEvenly,
  whyNoSharedPhotos,
} from './photos';
import { expect, test } from './site';

/** A browser of its own: what the camera does is decided when the browser starts. */
async function inBrowser(
  { playwright }: { playwright: typeof import('playwright-core') },
  launchOptions: { executablePath?: string; args: string[] },
  run: (page: Page) => Promise<void>,
): Promise<void> {
  const browser = await playwright.chromium.launch(launchOptions);
  try {
    await run(await browser.newPage());
  } finally {
    await browser.close();
  }
}

test('a bear before the camera is named', async ({ playwright, site }) => {
  test.skip(!hasSharedPhotos, whyNoSharedPhotos);
  const [, teddy] = sampleEvenly(listSharedPhotos('bears/teddy'), 5);
  const film = await makeCameraFilm(teddy ?? '');
  const options = withFakeCamera(allowed, `--use-file-for-fake-video-capture=${film}`);
  await inBrowser({ playwright }, options, async (page) => {
    await openCamera(page, site.url);
    await expect(page.locator('[data-verdict="match"]').first()).toContainText(/teddy/i);
  });
});

test('a camera that is not allowed: says so, and how to go on', async ({ playwright, site }) => {
  const options = withFakeCamera('--deny-permission-prompts');
  await inBrowser({ playwright }, options, async (page) => {
    await openCamera(page, site.url);
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('The browser was not allowed to use the camera.');
    await expect(alert.getByRole('button', { name: 'Try again' })).toBeVisible();
    await expect(alert.getByRole('link', { name: 'Choose photos instead' })).toBeVisible();
  });
});

test('no camera: says so, and how to go on', async ({ playwright, site }) => {
  const options = { executablePath: findChromium() ?? undefined, args: [...chromiumArgs, allowed] };
  await inBrowser({ playwright }, options, async (page) => {
    await openCamera(page, site.url);
    await expect(page.getByRole('alert')).toContainText('No camera was found.');
  });
});
