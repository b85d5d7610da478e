/**
 * Serves the built site with the headers it wants. `node scripts/serve.mjs` serves what was last
 * built; tests import `startServer` and stop it when they like.
 */
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { headersFor } from '../src/pwa/security-headers.mjs';
import { fail, root } from './setup.mjs';

/** Always the same, so that a browser finds what it stored the last time. */
export const DEFAULT_PORT = 4173;

/**
 * @param {object} [options]
 * @param {number} [options.port] 0 for any free one.
 * @param {string} [options.host]
 * @param {string} [options.folder] of the built site
 * @param {string} [options.basePath] where the site lies on the host, with both slashes
 * @param {boolean} [options.withHeaders] `false` behaves like a plain static host
 * @returns {Promise<{url: string, port: number, stop: () => Promise<void>}>}
 */
export async function startServer({
  port = DEFAULT_PORT,
  host = '127.0.0.1',
  folder = join(root, 'dist'),
  basePath = '/',
  withHeaders = true,
} = {}) {
  const { default: sirv } = await import('sirv');
  const serveFile = sirv(folder, {
    etag: true,
    setHeaders: withHeaders ? setCaching : undefined,
  });
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405).end();
      return;
    }
    if (!path.startsWith(basePath)) {
      response.writeHead(404).end();
      return;
    }
    request.url = path.slice(basePath.length - 1);
    if (withHeaders) {
      for (const [name, value] of Object.entries(headersFor(request.url))) {
        response.setHeader(name, value);
      }
    }
    serveFile(request, response, () => {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found');
    });
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const actualPort = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://localhost:${actualPort}${basePath}`,
    port: actualPort,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Vite names files under assets/ by their contents, so they never change; all else may. */
function setCaching(response, path) {
  const immutable = path.startsWith('/assets/');
  response.setHeader(
    'Cache-Control',
    immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
  );
}

/**
 * Serves until the process ends, or ends it with a sentence.
 *
 * @returns {Promise<string>} the address
 */
export async function serveForPeople() {
  if (!existsSync(join(root, 'dist/index.html'))) {
    fail('There is no built site yet. Run "npm run build", or "npm start", which builds it.');
  }
  const port = Number(process.env.PORT ?? DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    fail(`PORT must be a number from 0 to 65535, not "${process.env.PORT}".`);
  }
  try {
    const { url } = await startServer({ port, host: process.env.HOST });
    console.log(`\nBearings is at ${url}  (stop with Ctrl+C)`);
    return url;
  } catch (error) {
    if (error.code === 'EADDRINUSE') {
      return fail(
        `Port ${port} is taken. If Bearings already runs there, open http://localhost:${port}/. ` +
          `Otherwise choose another port: PORT=${port + 1} npm start`,
      );
    }
    throw error;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await serveForPeople();
