/**
 * Keeps the whole app on the device: the shell, the engine and the built-in models are stored as one
 * version, so what runs offline always fits together.
 */
import { clientsClaim } from 'workbox-core';
import {
  addPlugins,
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
  type PrecacheEntry,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { NetworkFirst } from 'workbox-strategies';
import { addSecurityHeaders } from './add-security-headers';
import { receiveSharedFiles } from './receive-shared-files';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (PrecacheEntry | string)[] };

/** How long a network that is there but does not answer may hold up what is stored already. */
const PATIENCE_S = 4;

addPlugins([addSecurityHeaders]);
precacheAndRoute(self.__WB_MANIFEST, { ignoreURLParametersMatching: [/.*/] });
cleanupOutdatedCaches();
// From the first visit on: whoever loses the network while looking around loses nothing.
clientsClaim();

registerRoute(new NavigationRoute(createHandlerBoundToURL('index.html')));

// Models that people add themselves are large, so they are stored when they are first used; and may
// be replaced under the same name, so the network is asked first.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.includes('/models/'),
  new NetworkFirst({ cacheName: 'added-models', networkTimeoutSeconds: PATIENCE_S }),
);

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.endsWith('/share-target'),
  ({ request }) => receiveSharedFiles(request, self.registration.scope),
  'POST',
);

self.addEventListener('message', ({ data }) => {
  // The person agreed to the update; until then the old version stays whole.
  if (isSkipWaiting(data)) void self.skipWaiting();
});

function isSkipWaiting(data: unknown): boolean {
  return (
    typeof data === 'object' && data !== null && 'type' in data && data.type === 'SKIP_WAITING'
  );
}
