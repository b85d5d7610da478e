import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, type Locator, type Page } from '@playwright/test';
import { readFolder, zipFiles } from '../fixtures/zip-folder';
import { makeFile } from './photos';

const foreign = fileURLToPath(new URL('../fixtures/models/foreign', import.meta.url));
const shared = fileURLToPath(new URL('../../../shared/fixtures/models', import.meta.url));

export const hasSharedModels = existsSync(shared);
export const whyNoSharedModels = 'the shared models are not on this machine';

/** A folder of the tests' own corpus of other makers' exports. */
export function foreignFolder(name: string): string {
  return `${foreign}/${name}`;
}

/** A real export; tests that need one skip without. */
export function sharedModelFolder(name: string): string {
  return `${shared}/${name}`;
}

/** A folder as the zip that its maker lets people download; returns its path. */
export async function makeModelZip(name: string, folder: string): Promise<string> {
  return makeFile(`models/${name}`, Buffer.from(await zipFiles(readFolder(folder))));
}

/** Opens the page that takes models in. */
export async function openModelPage(page: Page, url: string): Promise<void> {
  await page.goto(`${url}#/open`);
  await expect(page.getByRole('heading', { name: 'Drop your model here' })).toBeVisible();
}

/** Asks for what lies at an address. */
export async function openAddress(page: Page, url: string, address: string): Promise<void> {
  await openModelPage(page, url);
  await page.getByLabel('Or paste its address').fill(address);
  await page.getByRole('button', { name: 'Fetch it' }).click();
}

/** The picker for a zip or loose files. */
export function fileInput(page: Page): Locator {
  return page.locator('choose-model input.files');
}

/** The picker for a folder. */
export function folderInput(page: Page): Locator {
  return page.locator('choose-model input.folder');
}

/** Waits until what was handed over is recognised as this. */
export async function expectRecognised(page: Page, what: RegExp): Promise<void> {
  await expect(page.getByRole('heading', { name: what })).toBeVisible({ timeout: 60_000 });
}

/** From the contract on: keeps the model, and goes on without making it honest. */
export async function keepAsItIs(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Keep this model' }).click();
  await page.getByRole('button', { name: 'Go on without' }).click({ timeout: 60_000 });
  await expect(page.getByRole('heading', { name: /is on this device$/ })).toBeVisible();
}

/** Adds photos to a label while a model is made honest. */
export async function addLabelPhotos(page: Page, label: string, paths: string[]): Promise<void> {
  const row = page.getByRole('region', { name: label, exact: true });
  await row.locator('input[type=file]').setInputFiles(paths);
  await expect(row.locator('.thumbs li').first()).toBeVisible();
}

/** Drops files from outside on the page that takes models in. */
export async function dropFiles(page: Page, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const contents = [...files].map(([name, bytes]) => ({
    name,
    base64: Buffer.from(bytes).toString('base64'),
  }));
  const transfer = await page.evaluateHandle((list) => {
    const data = new DataTransfer();
    for (const { name, base64 } of list) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      data.items.add(new File([bytes], name));
    }
    return data;
  }, contents);
  await page.locator('choose-model .zone').dispatchEvent('drop', { dataTransfer: transfer });
}
