import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';

/** What the JSON download says about one photo. */
export interface PhotoResult {
  file: string;
  state: string;
  verdict: { kind: string; label?: string; confidence: number } | null;
  error: { code: string; message: string } | null;
}

/** Every page of the app, by the hash of its address. */
export const routes = ['classify', 'camera', 'models', 'studio', 'device', 'settings'] as const;

/** Whatever shows a verdict; photos that still wait carry another word. */
export const verdictSelector = ['match', 'unsure', 'out-of-domain']
  .map((kind) => `[data-verdict="${kind}"]`)
  .join(', ');

/** Opens the app on its first page. */
export async function openApp(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(photoInput(page)).toBeAttached();
}

/** Waits until the model is open. */
export async function waitForModel(page: Page): Promise<void> {
  await expect(page.getByRole('progressbar', { name: 'Getting the model ready' })).toHaveCount(0);
  await expect(page.getByRole('alert')).toHaveCount(0);
}

/** The picker for several photos. */
export function photoInput(page: Page): Locator {
  return page.locator('input[type=file].file').first();
}

/** Chooses photos in the file picker. */
export async function givePhotos(page: Page, paths: string[]): Promise<void> {
  await photoInput(page).setInputFiles(paths);
}

/** Waits for the only photo's verdict on the page, and returns its kind. */
export async function expectVerdict(page: Page): Promise<string> {
  const verdict = page.locator(verdictSelector).first();
  await expect(verdict).toBeVisible();
  return (await verdict.getAttribute('data-verdict')) ?? '';
}

/** Gives several photos, waits until every one is done, and reads the JSON download. */
export async function classifyAll(
  page: Page,
  paths: string[],
  timeoutMs = 60_000,
): Promise<PhotoResult[]> {
  await givePhotos(page, paths);
  await waitUntilDone(page, paths.length, timeoutMs);
  const { photos } = JSON.parse(await downloadText(page, 'JSON')) as { photos: PhotoResult[] };
  return photos;
}

/** Waits until the grid holds so many photos and none of them waits any more. */
export async function waitUntilDone(page: Page, count: number, timeoutMs = 60_000): Promise<void> {
  await expect(page.locator('photo-card')).toHaveCount(count, { timeout: timeoutMs });
  const waiting = page.locator('[data-verdict="waiting"], [data-verdict="working"]');
  await expect(waiting).toHaveCount(0, { timeout: timeoutMs });
}

/** Presses a button that downloads a file, and reads the file. */
export async function downloadText(page: Page, button: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button, exact: true }).click(),
  ]);
  return readFileSync(await download.path(), 'utf8');
}
