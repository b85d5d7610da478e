import { expectVerdict, givePhotos, openApp, verdictSelector, waitForModel } from './app';
import { allowed, expectLive, openCamera, withFakeCamera } from './camera';
import { makePhoto } from './photos';
import { expect, test } from './site';

test.use({ launchOptions: withFakeCamera(allowed) });

test('an engine that dies is started again, and the photo gets its verdict', async ({
  page,
  site,
}) => {
  await openApp(page, site.url);
  await waitForModel(page);
  await givePhotos(page, [await makePhoto('before.jpg', 2)]);
  await expectVerdict(page);
  await page.getByRole('button', { name: /Clear this photo/ }).click();

  const [engine] = page.workers();
  expect(engine).toBeDefined();
  await engine?.evaluate(() => {
    self.close();
  });
  await givePhotos(page, [await makePhoto('after.jpg', 3)]);
  await expect(page.locator(verdictSelector).first()).toBeVisible({ timeout: 60_000 });
});

test('a full disk costs nobody their verdict', async ({ page, context, site }) => {
  await openApp(page, site.url);
  await waitForModel(page);
  const devtools = await context.newCDPSession(page);
  const { origin } = new URL(site.url);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  await givePhotos(page, [await makePhoto('full.jpg', 4)]);
  await expectVerdict(page);
  await expect(page.getByText('There is no room left on this device to keep this.')).toBeVisible();
});

test('a camera that is unplugged says so, and kept frames stay', async ({ page, site }) => {
  await openCamera(page, site.url);
  await expectLive(page);
  await page.getByRole('button', { name: 'Keep this frame' }).click();
  await expect(page.getByRole('link', { name: '1 frame kept' })).toBeVisible();
  // What the browser does when the plug is pulled.
  await page.locator('video').evaluate((video: HTMLVideoElement) => {
    const { srcObject } = video;
    if (srcObject instanceof MediaStream) {
      srcObject.getVideoTracks()[0]?.dispatchEvent(new Event('ended'));
    }
  });
  await expect(page.getByRole('alert')).toContainText('The camera went away.');
  await page.goto(`${site.url}#/classify`);
  await expect(page.locator('photo-report')).toBeVisible();
  await page.goBack();
  await page.getByRole('button', { name: 'Start the camera' }).click();
  await expectLive(page);
});

test('a model that is not there says so, and another can be chosen', async ({ page, site }) => {
  await page.route('**/models/bears/bearings.json', (route) => route.fulfill({ status: 404 }));
  await page.goto(site.url);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('The model is not where it should be.');
  await expect(alert.getByRole('link', { name: 'Choose a model' })).toBeVisible();
});
