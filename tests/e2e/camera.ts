import { expect, type Page } from '@playwright/test';
import { chromiumArgs, findChromium } from '../../scripts/chromium.mjs';
import { verdictSelector, waitForModel } from './app';

/** How to start a browser whose camera is a test picture, with further flags. */
export function withFakeCamera(...args: string[]) {
  return {
    executablePath: findChromium() ?? undefined,
    args: [...chromiumArgs, '--use-fake-device-for-media-stream', ...args],
  };
}

/** The browser says yes to every question about the camera. */
export const allowed = '--use-fake-ui-for-media-stream';

/** Opens the camera's page and starts the camera. */
export async function openCamera(page: Page, url: string): Promise<void> {
  await page.goto(`${url}#/camera`);
  await expect(page.locator('camera-page')).toBeVisible();
  await waitForModel(page);
  await page.getByRole('button', { name: 'Start the camera' }).click();
}

/** Waits for the first verdict on a frame. */
export async function expectLive(page: Page): Promise<void> {
  await expect(page.locator(verdictSelector).first()).toBeVisible();
}

/** Waits until the camera's picture has gone on for so many of its own seconds. */
export async function watchFilm(page: Page, seconds: number): Promise<void> {
  const video = page.locator('video');
  const readTime = () => video.evaluate((element: HTMLVideoElement) => element.currentTime);
  const startedAt = await readTime();
  await expect.poll(readTime).toBeGreaterThan(startedAt + seconds);
}
