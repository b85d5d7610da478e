import type { HeldFile } from '../memory-files';
import type { ExportParts } from './export-parts';

/** Where the parts lie in the kit. */
const CODE = 'bearings';
const MODEL_FOLDER = 'model';

/**
 * The two lines that put the classifier into a page of one's own.
 *
 * @param elementFile The element's script in the build.
 */
function writeSnippet(elementFile: string): string {
  return `<script type="module" src="./${CODE}/${elementFile}"></script>
<image-classifier model="./${MODEL_FOLDER}/bearings.json"></image-classifier>`;
}

/** The element, the engine and a model, with a page that shows how they are used. */
export function writeElementKit(
  parts: ExportParts,
  name: string,
  built: readonly HeldFile[],
  model: readonly HeldFile[],
): HeldFile[] {
  const snippet = writeSnippet(parts.elementFile);
  return [
    { path: 'index.html', content: encode(writeExample(name, snippet)) },
    { path: 'README.txt', content: encode(describeKit(name, snippet)) },
    { path: 'LICENSE.txt', content: encode(parts.licence) },
    ...built.map(({ path, content }) => ({ path: `${CODE}/${path}`, content })),
    ...model.map(({ path, content }) => ({ path: `${MODEL_FOLDER}/${path}`, content })),
  ];
}

function writeExample(name: string, snippet: string): string {
  const title = name.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title}</title>
  </head>
  <body>
    <h1>${title}</h1>
    ${snippet.replace('\n', '\n    ')}
  </body>
</html>
`;
}

function describeKit(name: string, snippet: string): string {
  return `${name}, for your own web page

Copy the folders "${CODE}" and "${MODEL_FOLDER}" beside your page and write:

${snippet}

index.html shows it at work: run "npx serve" in this folder and open the address it prints.

Everything runs on the visitor's device; photos are sent nowhere. Your page must be served over https.
If it has a content-security policy, that must allow:
  script-src 'self' 'wasm-unsafe-eval' blob:; worker-src 'self' blob:; connect-src 'self';
  img-src 'self' blob:
With the headers "Cross-Origin-Opener-Policy: same-origin" and "Cross-Origin-Embedder-Policy:
require-corp" it uses several threads; it works without.

The element tells what it found with events: classifier-load, classifier-result (its "verdict" is a
match, unsure or out-of-domain), classifier-error.
`;
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
