import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startServer } from '../../scripts/serve.mjs';
import { expectVerdict, givePhotos, openApp } from './app';
import { makePhoto } from './photos';
import { expect, test, waitUntilStored } from './site';

test('works with the server gone, after one visit', async ({ page, site }) => {
  await openApp(page, site.url);
  await waitUntilStored(page);
  await site.stop();
  await openApp(page, site.url);
  await givePhotos(page, [await makePhoto('offline.jpg')]);
  await expectVerdict(page);
});

test('every built-in model opens with the server gone', async ({ page, site }) => {
  await openApp(page, site.url);
  await waitUntilStored(page);
  await site.stop();
  await page.reload();
  const statuses = await page.evaluate(async () => {
    const read = async (path: string) => fetch(`./models/${path}`);
    const catalogue = (await (await read('index.json')).json()) as {
      models: { manifest: string; addedByUser?: boolean }[];
    };
    const builtIn = catalogue.models.filter(({ addedByUser }) => !addedByUser);
    return Promise.all(builtIn.map(async ({ manifest }) => (await read(manifest)).status));
  });
  expect(statuses.length).toBeGreaterThan(0);
  expect(statuses.every((status) => status === 200)).toBe(true);
});

test('a host that sets no headers is cross-origin isolated from the second visit on', async ({
  page,
}) => {
  const host = await startServer({ port: 0, basePath: '/some/path/', withHeaders: false });
  await openApp(page, host.url);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  await waitUntilStored(page);
  await openApp(page, host.url);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await givePhotos(page, [await makePhoto('isolated.jpg')]);
  await expectVerdict(page);
  await host.stop();
});

test('asks before a new version takes over, and then is the new version', async ({
  page,
  siteFolder,
}) => {
  const host = await startServer({ port: 0, folder: siteFolder });
  await openApp(page, host.url);
  await waitUntilStored(page);

  await host.stop();
  publishNextVersion(siteFolder);
  const again = await startServer({ port: host.port, folder: siteFolder });

  await openApp(page, host.url);
  await expect(page).not.toHaveTitle('The next version');
  await page.getByRole('button', { name: /update|reload/i }).click();
  await expect(page).toHaveTitle('The next version');
  await again.stop();
});

test('opens photos that another app shares', async ({ page, site }) => {
  await openApp(page, site.url);
  await waitUntilStored(page);
  await page.reload();
  const photo = readFileSync(await makePhoto('shared.jpg', 4)).toString('base64');
  // What the operating system does: it posts a form to the share target.
  await page.evaluate((base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const files = new DataTransfer();
    files.items.add(new File([bytes], 'shared.jpg', { type: 'image/jpeg' }));
    const form = document.createElement('form');
    Object.assign(form, { method: 'POST', action: './share-target' });
    form.enctype = 'multipart/form-data';
    const input = document.createElement('input');
    Object.assign(input, { type: 'file', name: 'photos', files: files.files });
    form.append(input);
    document.body.append(form);
    form.submit();
  }, photo);
  await page.waitForURL((url) => !url.pathname.endsWith('share-target'));
  await expectVerdict(page);
  expect(new URL(page.url()).search).toBe('');
});

test('can be installed: the manifest names icons that are there', async ({ page, site }) => {
  await page.goto(site.url);
  const address = await page.locator('link[rel=manifest]').getAttribute('href');
  const response = await page.request.get(new URL(address ?? '', site.url).href);
  const manifest = (await response.json()) as { display: string; icons: { src: string }[] };
  expect(manifest.display).toBe('standalone');
  for (const { src } of manifest.icons) {
    expect((await page.request.get(new URL(src, site.url).href)).status()).toBe(200);
  }
});

/** What building and copying a new version does: another page, and a worker that names it. */
function publishNextVersion(folder: string): void {
  const index = join(folder, 'index.html');
  const page = readFileSync(index, 'utf8');
  writeFileSync(index, page.replace(/<title>[^<]*/, '<title>The next version'));
  const worker = join(folder, 'service-worker.js');
  const names = /"revision":"[0-9a-f]+","url":"index\.html"/;
  const stored = readFileSync(worker, 'utf8');
  expect(stored).toMatch(names);
  writeFileSync(worker, stored.replace(names, '"revision":"next","url":"index.html"'));
}
