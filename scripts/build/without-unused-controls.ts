import type { Plugin } from 'vite';

/**
 * What Web Awesome's slider, dialog and switch bring along for options that no page here sets: the
 * slider's tooltip (`with-tooltip`) with the popup that places it, and the dialog's close button with
 * its icon (every dialog here is `without-header`).
 */
const unused = ['tooltip', 'popup', 'button', 'icon'];
const marker = new RegExp(`^// src/components/(?:${unused.join('|')})/`, 'm');

/**
 * Leaves out the controls that Web Awesome's elements register but never draw here: some 30 kB gzip of
 * the shell that nobody would see. Its icons would come from data addresses, which the content-security
 * policy refuses anyway.
 */
export function withoutUnusedControls(): Plugin {
  return {
    name: 'bearings:without-unused-controls',
    enforce: 'pre',
    apply: 'build',
    transform: {
      filter: { id: /@awesome\.me[\\/]webawesome[\\/]dist[\\/]chunks[\\/]/ },
      handler: (code) => (marker.test(code) ? { code: exportNothing(code), map: null } : undefined),
    },
  };
}

/** The same names, without what stood behind them. */
function exportNothing(code: string): string {
  const [, list = ''] = /^export \{([^}]*)\}/m.exec(code) ?? [];
  const names = list.split(',').map((name) => name.trim().replace(/^.* as /, ''));
  return names.map((name) => `export const ${name} = null;`).join('\n');
}
