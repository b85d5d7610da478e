import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import { headersFor, writeDownloadPolicy } from '../../src/pwa/security-headers.mjs';

const entry = fileURLToPath(new URL('../../src/download/main.ts', import.meta.url));

/**
 * Writes download.html, the document that fetches models from other hosts. Its script stands in it,
 * pinned by its fingerprint: a document with an opaque origin could not load a script from its own
 * site, which lets nobody else read its files.
 */
export function downloadPage(): Plugin {
  return {
    name: 'bearings:download-page',
    // In development the page is made anew each time it is asked for, with the headers it needs.
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const address = request.originalUrl ?? '/';
        if (!/^[^?]*\/download\.html(?:\?|$)/.test(address)) return next();
        writeDownloadPage().then((page) => {
          for (const [name, value] of Object.entries(headersFor(address))) {
            response.setHeader(name, value);
          }
          response.setHeader('Content-Type', 'text/html').end(page);
        }, next);
      });
    },
    async generateBundle() {
      // The worker's own build passes here too.
      this.emitFile({
        type: 'asset',
        fileName: 'download.html',
        source: await writeDownloadPage(),
      });
    },
  };
}

/** The whole document, its script inside. */
export async function writeDownloadPage(): Promise<string> {
  const script = `\n${(await bundleScript()).trim()}\n`;
  const hash = createHash('sha256').update(script).digest('base64');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${writeDownloadPolicy(`'sha256-${hash}'`)}" />
    <title>Bearings: download</title>
    <script type="module">${script}</script>
  </head>
</html>
`;
}

async function bundleScript(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      modulePreload: { polyfill: false },
      rolldownOptions: { input: entry },
    },
  });
  const [{ output }] = (Array.isArray(result) ? result : [result]) as [
    { output: { type: string; code: string }[] },
  ];
  const script = output.find(({ type }) => type === 'chunk')?.code ?? '';
  if (!script || script.includes('</script')) throw new Error('download.html has no usable script');
  return script;
}
