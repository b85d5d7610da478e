import type { Page } from '@playwright/test';
import { expectVerdict, givePhotos, openApp, routes, waitForModel } from './app';
import { findProblems } from './find-problems';
import { makePhoto } from './photos';
import { expect, test } from './site';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } });

    for (const route of routes) {
      test(`axe finds nothing on ${route}`, async ({ page, site }) => {
        await openRoute(page, site.url, route);
        expect(await findProblems(page)).toEqual([]);
      });
    }

    test('axe finds nothing on a verdict and on a grid', async ({ page, site }) => {
      await openApp(page, site.url);
      await givePhotos(page, [await makePhoto('axe-1.jpg', 2)]);
      await expectVerdict(page);
      expect(await findProblems(page)).toEqual([]);
      await givePhotos(page, [await makePhoto('axe-2.jpg', 3)]);
      await expect(page.locator('photo-card')).toHaveCount(2);
      expect(await findProblems(page)).toEqual([]);
    });
  });
}

test.describe('on a phone 320 pixels wide', () => {
  test.use({ viewport: { width: 320, height: 640 } });

  for (const route of routes) {
    test(`${route} needs no scrolling sideways`, async ({ page, site }) => {
      await openRoute(page, site.url, route);
      expect(await measureOverflow(page)).toBeLessThanOrEqual(0);
    });
  }

  test('a verdict needs no scrolling sideways', async ({ page, site }) => {
    await openApp(page, site.url);
    await givePhotos(page, [await makePhoto('narrow.jpg', 2)]);
    await expectVerdict(page);
    expect(await measureOverflow(page)).toBeLessThanOrEqual(0);
  });
});

test('the keyboard alone is enough: from the address bar to a verdict and back', async ({
  page,
  site,
}) => {
  await openApp(page, site.url);
  await waitForModel(page);
  await page.keyboard.press('Tab');
  await expect(focused(page)).resolves.toMatch(/Skip/);

  const choosing = page.waitForEvent('filechooser');
  await tabTo(page, /Choose photos/);
  await page.keyboard.press('Enter');
  await (await choosing).setFiles([await makePhoto('keys.jpg', 2)]);
  await expectVerdict(page);

  await tabTo(page, /Clear this photo/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

  await tabTo(page, /^Models/);
  await page.keyboard.press('Enter');
  await expect(page.locator('models-page')).toBeVisible();
});

async function openRoute(page: Page, url: string, route: string): Promise<void> {
  await page.goto(`${url}#/${route}`);
  await expect(page.locator(`${route}-page`)).toBeVisible();
  await waitForModel(page);
}

function measureOverflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

/** What the focused element is called, inside shadow roots too. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return (element?.getAttribute('aria-label') ?? element?.textContent ?? '').trim();
  });
}

/** Presses Tab until an element of that name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const MAX_STEPS = 60;
  const passed: string[] = [];
  for (let step = 0; step < MAX_STEPS; step += 1) {
    await page.keyboard.press('Tab');
    const at = await focused(page);
    if (name.test(at)) return;
    passed.push(at);
  }
  throw new Error(`Tab never reached ${name}; it went through ${passed.join(' | ')}`);
}
