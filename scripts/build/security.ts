import type { Plugin } from 'vite';
import {
  contentSecurityPolicy,
  headersFor,
  isolationHeaders,
} from '../../src/pwa/security-headers.mjs';

/**
 * Puts the content-security policy into the built index.html and the headers on Vite's servers. The
 * dev server goes without the policy: its hot reload needs inline styles and a web socket.
 */
export function security(): Plugin {
  return {
    name: 'bearings:security',
    config: () => ({ server: { headers: isolationHeaders } }),
    configurePreviewServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const headers = headersFor(request.originalUrl ?? '/');
        for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
        next();
      });
    },
    transformIndexHtml: {
      order: 'pre',
      handler: (_html, { server }) =>
        server
          ? []
          : [
              {
                tag: 'meta',
                attrs: {
                  'http-equiv': 'Content-Security-Policy',
                  content: contentSecurityPolicy,
                },
                // First of all, so that it holds for everything after it.
                injectTo: 'head-prepend',
              },
            ],
    },
  };
}
