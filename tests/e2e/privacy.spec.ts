import { expectVerdict, givePhotos, openApp, waitForModel } from './app';
import { makePhoto } from './photos';
import { expect, test } from './site';
import { watchRequests, watchViolations } from './watch';

test('classifying a photo makes no request at all', async ({ page, context, site }) => {
  await openApp(page, site.url);
  await waitForModel(page);
  await givePhotos(page, [await makePhoto('warm-up.jpg', 2)]);
  await expectVerdict(page);
  await page.getByRole('button', { name: /Clear this photo/ }).click();
  await waitUntilQuiet(page);

  const ofPage = watchRequests(page);
  const ofContext: string[] = [];
  context.on('request', (request) => ofContext.push(request.url()));
  await givePhotos(page, [await makePhoto('secret.jpg', 3)]);
  await expectVerdict(page);
  expect(ofPage).toEqual([]);
  expect(ofContext.filter((address) => !/^(?:blob|data):/.test(address))).toEqual([]);
  await expect(page.locator('[data-requests]')).toHaveAttribute('data-requests', '0');
});

test('the browser refuses to send anything to another origin', async ({ page, site }) => {
  await openApp(page, site.url);
  const ways = await page.evaluate(async () => {
    const elsewhere = 'http://127.0.0.1:9/';
    const attempt = async (way: () => Promise<unknown>) => {
      try {
        await way();
        return 'went';
      } catch {
        return 'refused';
      }
    };
    const picture = () =>
      new Promise((resolve, reject) => {
        const image = new Image();
        image.onload = resolve;
        image.onerror = reject;
        image.src = `${elsewhere}photo.png`;
      });
    return {
      fetch: await attempt(() => fetch(elsewhere, { method: 'POST', body: 'a photo' })),
      beacon: navigator.sendBeacon(elsewhere, 'a photo') ? 'went' : 'refused',
      picture: await attempt(picture),
    };
  });
  expect(ways.fetch).toBe('refused');
  expect(ways.picture).toBe('refused');
});

test('the page keeps to its own policy on every page', async ({ page, site }) => {
  const violations = await watchViolations(page);
  await openApp(page, site.url);
  await givePhotos(page, [await makePhoto('policy.jpg', 4)]);
  await expectVerdict(page);
  for (const route of ['models', 'device', 'settings', 'classify']) {
    await page.goto(`${site.url}#/${route}`);
    await expect(page.locator(`${route}-page`)).toBeVisible();
  }
  expect(violations).toEqual([]);
});

/** Waits until the service worker has stored what it stores and nothing is under way. */
async function waitUntilQuiet(page: import('@playwright/test').Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForLoadState('networkidle');
}
