import type { AppIdentity } from '../core/export/app-identity';

/** What this page is called; `exported` is set where it is somebody's own app (see model/export/). */
interface PageIdentity {
  name: string;
  exported: AppIdentity | null;
}

/** Reads who this page is: an exported app says so in its head. */
function readIdentity(document: Document): PageIdentity {
  const text = document.querySelector('meta[name="bearings-app"]')?.getAttribute('content');
  if (!text) return { name: 'Bearings', exported: null };
  // Written by the exporter into this very page.
  const exported = JSON.parse(text) as AppIdentity;
  return { name: exported.name, exported };
}

export const identity = readIdentity(document);
