import { identity } from './identity';
import type { IconName } from '../elements/shared/icons';

/** Every page with a place in the navigation, in its order. */
const all = [
  { id: 'classify', name: 'Classify', icon: 'compass' },
  { id: 'camera', name: 'Camera', icon: 'camera' },
  { id: 'models', name: 'Models', icon: 'layers' },
  { id: 'studio', name: 'Studio', icon: 'studio' },
  { id: 'device', name: 'On your device', icon: 'cpu' },
  { id: 'settings', name: 'Settings', icon: 'settings' },
  { id: 'about', name: 'About', icon: 'question' },
] as const satisfies readonly { id: string; name: string; icon: IconName }[];

/** A page that is reached from another one. */
const inner = [
  { id: 'open', name: 'Open a model', within: 'models' },
  { id: 'export', name: 'Export a model', within: 'models' },
] as const;

export type RouteId = (typeof all)[number]['id'] | (typeof inner)[number]['id'];

/** The pages that an exported app has. */
const exportedPages: readonly RouteId[] = ['classify', 'camera', 'about'];

/** The pages of this app, in the order of the navigation. */
export const routes = all.filter(({ id }) =>
  identity.exported ? exportedPages.includes(id) : id !== 'about',
);

/** The page that an address's hash (`#/camera`) asks for; the first where it makes no sense. */
export function readRoute(hash: string): RouteId {
  const [wanted] = splitHash(hash);
  const known = identity.exported ? routes : [...routes, ...inner];
  return known.find(({ id }) => id === wanted)?.id ?? 'classify';
}

/** What the hash says beyond the page: `#/open/honest/bears` → `['honest', 'bears']`. */
export function readRouteDetail(hash: string): string[] {
  return splitHash(hash).slice(1);
}

/** A page's name, and its place in the navigation. */
export function describeRoute(route: RouteId): { name: string; within: string } {
  const page = inner.find(({ id }) => id === route);
  if (page) return page;
  return { name: routes.find(({ id }) => id === route)?.name ?? '', within: route };
}

function splitHash(hash: string): string[] {
  return hash
    .replace(/^#\/?/, '')
    .split('/')
    .filter((part) => part !== '');
}
