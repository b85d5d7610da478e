import { classifyAll, expectVerdict, givePhotos, openApp, type PhotoResult } from './app';
import {
  hasSharedPhotos,
  listSharedPhotos,
  makePhoto,
  sampleEvenly,
  whyNoSharedPhotos,
} from './photos';
import { expect, test } from './site';

/** The model's own line: the share of in-domain photos that may be warned about. */
const FALSE_ALARM_RATE = 0.05;

test('a photo becomes a verdict', async ({ page, site }) => {
  await openApp(page, site.url);
  await givePhotos(page, [await makePhoto('first.jpg')]);
  // A pattern of waves is no bear.
  expect(await expectVerdict(page)).toBe('out-of-domain');
  await expect(page.getByRole('heading', { name: /trained on/ })).toBeVisible();
});

test('a sample photo can be tried without having one', async ({ page, site }) => {
  await openApp(page, site.url);
  await page.getByRole('button', { name: /^Try:/ }).first().click();
  await expectVerdict(page);
});

test.describe('on real photos', () => {
  test.skip(!hasSharedPhotos, whyNoSharedPhotos);

  test('bears are named, nearly always rightly', async ({ page, site }) => {
    const photos = ['black', 'grizzly', 'teddy'].flatMap((kind) =>
      sampleEvenly(listSharedPhotos(`bears/${kind}`), 20),
    );
    await openApp(page, site.url);
    const results = await classifyAll(page, photos);
    const labels = new Map(photos.map((path) => [nameOf(path), kindOf(path)]));
    const named = results.filter(({ verdict }) => verdict?.kind === 'match');
    const right = named.filter(({ file, verdict }) =>
      verdict?.label?.toLowerCase().includes(labels.get(file) ?? '?'),
    );
    expect(named.length).toBeGreaterThan(photos.length * 0.7);
    expect(right.length).toBeGreaterThan(named.length * 0.9);
  });

  for (const [name, folder] of [
    ['textures', 'out-of-domain/dtd'],
    ['digits', 'out-of-domain/digits'],
    ['screenshots', 'out-of-domain/screens'],
    ['other photos', 'out-of-domain/pacs_photo'],
  ] as const) {
    test(`${name} are warned about`, async ({ page, site }) => {
      const photos = sampleEvenly(listSharedPhotos(folder), 40);
      await openApp(page, site.url);
      const results = await classifyAll(page, photos);
      expect(shareWarned(results)).toBeGreaterThanOrEqual(0.9);
    });
  }

  test('another model keeps its word on photos that it has never seen', async ({ page, site }) => {
    await openApp(page, site.url);
    await page.goto(`${site.url}#/models`);
    await page.getByRole('button', { name: 'Use Clothing' }).click();
    await expect(page.getByText('In use')).toBeVisible();
    await page.goto(`${site.url}#/classify`);
    const photos = sampleEvenly(listSharedPhotos('clothing/test'), 100);
    const results = await classifyAll(page, photos);
    expect(results.length * shareWarned(results)).toBeLessThanOrEqual(
      atMost(results.length, FALSE_ALARM_RATE),
    );
    const named = results.filter(({ verdict }) => verdict?.kind === 'match');
    expect(named.length).toBeGreaterThan(results.length / 2);
  });

  test('false alarms stay at the stated rate', async ({ page, site }) => {
    const photos = sampleEvenly(listSharedPhotos('bears'), 120);
    await openApp(page, site.url);
    const results = await classifyAll(page, photos);
    expect(results.length * shareWarned(results)).toBeLessThanOrEqual(
      atMost(results.length, FALSE_ALARM_RATE),
    );
  });
});

function nameOf(path: string): string {
  return path.split(/[/\\]/).pop() ?? '';
}

function kindOf(path: string): string {
  return path.split(/[/\\]/).at(-2) ?? '';
}

function shareWarned(results: PhotoResult[]): number {
  const warned = results.filter(({ verdict }) => verdict?.kind === 'out-of-domain').length;
  return warned / results.length;
}

/** The mean of a binomial and three standard deviations: chance alone stays below that. */
function atMost(count: number, rate: number): number {
  return count * rate + 3 * Math.sqrt(count * rate * (1 - rate));
}
