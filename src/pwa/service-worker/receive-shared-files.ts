import { nameHeader, sharedFilesCache } from '../shared-files-cache';

/**
 * Takes photos that another app shares with the installed app, keeps them for a moment, and opens
 * the page, which picks them up (see ../shared-files.ts).
 */
export async function receiveSharedFiles(request: Request, scope: string): Promise<Response> {
  try {
    const form = await request.formData();
    const files = form.getAll('photos').filter((part) => part instanceof File);
    const cache = await caches.open(sharedFilesCache);
    await Promise.all(files.map((file, index) => keep(cache, file, index)));
    return Response.redirect(new URL('./?shared=yes', scope).href, 303);
  } catch {
    // There is no page yet to tell; the page that opens now says it.
    return Response.redirect(new URL('./?shared=failed', scope).href, 303);
  }
}

async function keep(cache: Cache, file: File, index: number): Promise<void> {
  const headers = {
    'Content-Type': file.type || 'application/octet-stream',
    [nameHeader]: encodeURIComponent(file.name),
  };
  await cache.put(`./shared/${index}`, new Response(file, { headers }));
}
