import { ClassifierError } from '../core/errors';
import { nameHeader, sharedFilesCache } from './shared-files-cache';

/** Whether this page was opened by sharing photos with the installed app. */
export function wasOpenedByShare(address: URL = new URL(location.href)): boolean {
  return address.searchParams.has('shared');
}

/**
 * The photos that were shared with the app; they are handed over once, and the address is cleaned so
 * that a reload does not ask again.
 *
 * @throws ClassifierError `storage-full` when the photos could not be kept on their way here.
 */
export async function takeSharedFiles(): Promise<File[]> {
  const address = new URL(location.href);
  const outcome = address.searchParams.get('shared');
  if (outcome === null) return [];
  address.searchParams.delete('shared');
  history.replaceState(history.state, '', address);
  if (outcome === 'failed') {
    throw new ClassifierError('storage-full', 'the shared photos could not be kept');
  }
  const cache = await caches.open(sharedFilesCache);
  const files: File[] = [];
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    if (response) files.push(await toFile(response));
    await cache.delete(request);
  }
  return files;
}

async function toFile(response: Response): Promise<File> {
  const name = decodeURIComponent(response.headers.get(nameHeader) ?? 'shared%20photo');
  const blob = await response.blob();
  return new File([blob], name, { type: blob.type });
}
