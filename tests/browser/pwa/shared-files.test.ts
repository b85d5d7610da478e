import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { receiveSharedFiles } from '../../../src/pwa/service-worker/receive-shared-files';
import { takeSharedFiles, wasOpenedByShare } from '../../../src/pwa/shared-files';
import { sharedFilesCache } from '../../../src/pwa/shared-files-cache';

const scope = 'https://example.org/bearings/';

function shareRequest(...files: File[]): Request {
  const body = new FormData();
  for (const file of files) body.append('photos', file);
  return new Request('/share-target', { method: 'POST', body });
}

function openPageAt(query: string): void {
  const address = new URL(location.href);
  address.search = query;
  history.replaceState(null, '', address);
}

describe('photos shared by another app', () => {
  const before = location.href;

  beforeEach(async () => {
    await caches.delete(sharedFilesCache);
  });

  afterEach(() => {
    history.replaceState(null, '', before);
  });

  it('reach the page once, with their names and types', async () => {
    const photo = new File(['pixels'], 'Bär 100%.jpg', { type: 'image/jpeg' });
    const other = new File(['more'], 'b.png', { type: 'image/png' });
    const response = await receiveSharedFiles(shareRequest(photo, other), scope);
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe(`${scope}?shared=yes`);

    openPageAt('?shared=yes');
    expect(wasOpenedByShare()).toBe(true);
    const files = await takeSharedFiles();
    expect(files.map(({ name, type }) => ({ name, type }))).toEqual([
      { name: 'Bär 100%.jpg', type: 'image/jpeg' },
      { name: 'b.png', type: 'image/png' },
    ]);
    expect(await files[0]?.text()).toBe('pixels');
    expect(wasOpenedByShare()).toBe(false);

    openPageAt('?shared=yes');
    expect(await takeSharedFiles()).toEqual([]);
  });

  it('are said to be lost when they could not be kept', async () => {
    openPageAt('?shared=failed');
    await expect(takeSharedFiles()).rejects.toMatchObject({ code: 'storage-full' });
    expect(wasOpenedByShare()).toBe(false);
  });

  it('are none when nothing was shared', async () => {
    expect(await takeSharedFiles()).toEqual([]);
  });

  it('send a broken request to the page that explains', async () => {
    const broken = new Request('/share-target', { method: 'POST', body: 'not a form' });
    const response = await receiveSharedFiles(broken, scope);
    expect(response.headers.get('location')).toBe(`${scope}?shared=failed`);
  });
});
