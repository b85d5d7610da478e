import type { Plugin } from 'vite';

const marker = '// src/components/icon/library.system.ts';
const empty = `
  export const icons = { solid: {}, regular: {} };
  export const library_system_default = { name: 'system', resolver: () => '' };
`;

/**
 * Leaves out the icons that Web Awesome brings for its own controls: 11 kB gzip of the shell that
 * nobody would see. It loads them from data addresses, which the content-security policy refuses, and
 * the few controls used here need none.
 */
export function withoutSystemIcons(): Plugin {
  return {
    name: 'bearings:without-system-icons',
    enforce: 'pre',
    apply: 'build',
    transform: {
      filter: { id: /@awesome\.me[\\/]webawesome[\\/]dist[\\/]chunks[\\/]/ },
      handler: (code) => (code.includes(marker) ? { code: empty, map: null } : undefined),
    },
  };
}
