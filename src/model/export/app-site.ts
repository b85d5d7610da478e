import type { AppIdentity } from '../../core/export/app-identity';
import type { HeldFile } from '../memory-files';
import { fingerprint } from '../read-part';
import type { ExportParts } from './export-parts';

/** Everything that an exported app is put together from. */
interface AppContent {
  parts: ExportParts;
  identity: AppIdentity;
  /** The files that `parts.app` names. */
  built: readonly HeldFile[];
  /** The model in one folder, `bearings.json` at its top. */
  model: readonly HeldFile[];
  /** By their names in `icons/`. */
  icons: readonly HeldFile[];
}

const PLACE = 'self.__WB_MANIFEST';

/**
 * Lays out an app as a static site: its page, the engine, one model, and a service worker that stores
 * every file of it on the first visit.
 */
export async function writeAppSite(content: AppContent): Promise<HeldFile[]> {
  const { parts, identity, built, model, icons } = content;
  const { id } = identity;
  const stored: HeldFile[] = [
    { path: 'index.html', content: encode(fillPage(parts.page, identity)) },
    {
      path: 'manifest.webmanifest',
      content: encode(JSON.stringify(describeApp(parts.webManifest, identity))),
    },
    ...icons.map(({ path, content: icon }) => ({ path: `icons/${path}`, content: icon })),
    ...built,
    {
      path: 'models/index.json',
      content: encode(
        JSON.stringify({ models: [{ id, manifest: `${id}/bearings.json` }], default: id }),
      ),
    },
    ...model.map(({ path, content: part }) => ({ path: `models/${id}/${path}`, content: part })),
  ];
  const list = await Promise.all(stored.map(describeStored));
  return [
    ...stored,
    {
      path: 'service-worker.js',
      // A function: the list may hold what `replace` takes for a pattern.
      content: encode(parts.serviceWorker.replace(PLACE, () => JSON.stringify(list))),
    },
    { path: 'README.txt', content: encode(describeSite(identity)) },
    { path: 'LICENSE.txt', content: encode(parts.licence) },
  ];
}

/** An entry of the service worker's list. Files under assets/ are named by what is in them. */
async function describeStored({ path, content }: HeldFile) {
  if (path.startsWith('assets/')) return { url: path, revision: null };
  const bytes = content instanceof Blob ? new Uint8Array(await content.arrayBuffer()) : content;
  return { url: path, revision: (await fingerprint(bytes)).slice(0, 32) };
}

function fillPage(page: string, identity: AppIdentity): string {
  const { name, description, backgroundColour } = identity;
  const values: Record<string, string> = {
    '%name%': name,
    '%description%': description,
    '%background%': backgroundColour,
    '%identity%': JSON.stringify(identity),
  };
  return page.replace(/%(?:name|description|background|identity)%/g, (mark) =>
    escapeHtml(values[mark] ?? ''),
  );
}

function describeApp(webManifest: Record<string, unknown>, identity: AppIdentity) {
  const { name, shortName, description, themeColour, backgroundColour } = identity;
  const icon = (size: number, purpose: 'any' | 'maskable') => ({
    src: `./icons/${purpose === 'any' ? 'icon' : purpose}-${size}.png`,
    sizes: `${size}x${size}`,
    type: 'image/png',
    purpose,
  });
  return {
    ...webManifest,
    ...{ name, short_name: shortName, description },
    ...{ theme_color: themeColour, background_color: backgroundColour },
    icons: [icon(192, 'any'), icon(512, 'any'), icon(512, 'maskable')],
  };
}

function describeSite({ name }: AppIdentity): string {
  return `${name}

A complete app: it classifies photos on the device that opens it, and goes on without a connection
after the first visit. Photos never leave the device.

PUT IT ON THE WEB
Upload all files in this folder, as they are, to any static host (GitHub Pages, Netlify, your own
server). A sub-folder works too. Nothing has to be installed or built. The host must serve https:
browsers give cameras and offline storage to secure pages only.

TRY IT HERE
In this folder: npx serve
Then open the address it prints. Opening index.html by a double click does not work: browsers load no
modules from files.

CHANGE THE MODEL
Export the app again. Visitors get the new version on their next visit but one.

Made with Bearings. LICENSE.txt is the licence of the app; the model's own licence is in its card
(models/…/CARD.md).
`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
