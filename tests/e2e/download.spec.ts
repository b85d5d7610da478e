import type { Frame, Page } from '@playwright/test';
import { startServer } from '../../scripts/serve.mjs';
import { startOtherHost, type OtherHost } from '../fixtures/other-host';
import { openApp, waitForModel } from './app';
import { openAddress } from './open-model';
import { expect, test as base, waitUntilStored } from './site';

/** Enough to be fetched; what is in it does not matter here. */
const files = new Map([
  ['model.json', '{"modelTopology":{},"weightsManifest":[{"paths":["w.bin"],"weights":[]}]}'],
  ['w.bin', '1234'],
]);

const test = base.extend<{ elsewhere: OtherHost }>({
  elsewhere: async ({}, use) => {
    const host = await startOtherHost(files);
    await use(host);
    await host.stop();
  },
});

test('the download document may ask another origin; the photo page may not', async ({
  page,
  site,
  elsewhere,
}) => {
  await openApp(page, site.url);
  await waitForModel(page);
  const address = `${elsewhere.url}open/model.json`;
  expect(await tryFetch(page, address)).toBe('refused');
  expect(elsewhere.requests).toEqual([]);

  await openAddress(page, site.url, address);
  await expect(page.locator('[data-code]')).toBeVisible();
  const asked = elsewhere.requests.map(({ path }) => path);
  expect(asked).toContain('/open/model.json');
  expect(asked).toContain('/open/w.bin');
  expect(await tryFetch(page, address)).toBe('refused');
  // Asking for a model is no request for a photo.
  await expect(page.locator('[data-requests]')).toHaveAttribute('data-requests', '0');
  await expect(page.locator('iframe')).toHaveCount(0);
});

for (const { name, withHeaders, isStored } of [
  { name: 'on a first visit', withHeaders: true, isStored: false },
  { name: 'from the device', withHeaders: true, isStored: true },
  { name: 'on a first visit to a host without headers', withHeaders: false, isStored: false },
  { name: 'from the device, on a host without headers', withHeaders: false, isStored: true },
]) {
  test(`the download document has nothing but the network, ${name}`, async ({
    page,
    elsewhere,
  }) => {
    const site = await startServer({ port: 0, basePath: '/some/path/', withHeaders });
    await openApp(page, site.url);
    if (isStored) {
      await page.evaluate(() => navigator.serviceWorker.ready);
      await waitUntilStored(page);
      await page.reload();
    } else {
      // Nor must the service worker take over on the way.
      await page.context().route('**/service-worker.js', (route) => route.abort());
    }
    await openAddress(page, site.url, `${elsewhere.url}slow/model.zip`);
    await expect.poll(() => elsewhere.countOpen()).toBe(1);
    const frame = findDownloadFrame(page);
    expect(await listPowers(frame)).toEqual({
      origin: 'null',
      storage: 'refused',
      database: 'refused',
      caches: 'refused',
      page: 'refused',
      picture: 'refused',
      inlineScript: 'refused',
      plainHttp: 'refused',
    });
    await page.locator('progress-line').getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => elsewhere.countOpen()).toBe(0);
    await expect(page.locator('iframe')).toHaveCount(0);
    await site.stop();
  });
}

for (const [path, code, sentence] of [
  ['closed/model.json', 'address-forbids-reading', 'does not let other pages read it'],
  ['open/nothing.zip', 'address-not-found', 'There is nothing at this address.'],
  ['page/model', 'address-web-page', 'the address of a web page'],
] as const) {
  test(`says what is the matter with an address: ${code}`, async ({ page, site, elsewhere }) => {
    await openAddress(page, site.url, `${elsewhere.url}${path}`);
    await expect(page.locator(`[data-code=${code}]`)).toContainText(sentence);
  });
}

test('says so where the download document was changed on its way', async ({ page, site }) => {
  test.slow();
  await page.route('**/download.html*', async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace('</script>', ';console.log("counted")</script>');
    await route.fulfill({ response, body });
  });
  await page.context().route('**/service-worker.js', (route) => route.abort());
  await openAddress(page, site.url, 'https://example.org/model.zip');
  await expect(page.locator('[data-code=download-unavailable]')).toBeVisible();
});

function findDownloadFrame(page: Page): Frame {
  const frame = page.frames().find((one) => one.url().includes('/download.html'));
  if (!frame) throw new Error('there is no download frame');
  return frame;
}

function tryFetch(page: Page, address: string): Promise<string> {
  return page.evaluate(async (url) => {
    try {
      await fetch(url);
      return 'went';
    } catch {
      return 'refused';
    }
  }, address);
}

/** What a document is, and whether it gets at what it should not. */
function listPowers(frame: Frame): Promise<Record<string, string>> {
  return frame.evaluate(async () => {
    const attempt = async (way: () => unknown) => {
      try {
        await way();
        return 'went';
      } catch {
        return 'refused';
      }
    };
    const open = () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open('bearings');
        request.onsuccess = resolve;
        request.onerror = reject;
      });
    const draw = () =>
      new Promise((resolve, reject) => {
        const image = new Image();
        image.onload = resolve;
        image.onerror = reject;
        image.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=';
      });
    const script = document.createElement('script');
    script.textContent = 'document.title = "ran"';
    document.head.append(script);
    return {
      origin: self.origin,
      storage: await attempt(() => localStorage.length),
      database: await attempt(open),
      caches: await attempt(() => caches.keys()),
      page: await attempt(() => parent.document.title),
      picture: await attempt(draw),
      inlineScript: document.title === 'ran' ? 'went' : 'refused',
      plainHttp: await attempt(() => fetch('http://example.org/', { mode: 'no-cors' })),
    };
  });
}
