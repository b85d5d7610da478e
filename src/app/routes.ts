import type { IconName } from '../elements/shared/icons';

/** The pages, in the order of the navigation. Settings last. */
export const routes = [
  { id: 'classify', name: 'Classify', icon: 'compass' },
  { id: 'camera', name: 'Camera', icon: 'camera' },
  { id: 'models', name: 'Models', icon: 'layers' },
  { id: 'device', name: 'On your device', icon: 'cpu' },
  { id: 'settings', name: 'Settings', icon: 'settings' },
] as const satisfies readonly { id: string; name: string; icon: IconName }[];

export type RouteId = (typeof routes)[number]['id'];

/** The page that an address's hash (`#/camera`) asks for; the first where it makes no sense. */
export function readRoute(hash: string): RouteId {
  const wanted = hash.replace(/^#\/?/, '');
  return routes.find(({ id }) => id === wanted)?.id ?? 'classify';
}
