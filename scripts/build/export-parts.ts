import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type Rolldown } from 'vite';
import { webManifest } from './web-manifest';

const worker = fileURLToPath(
  new URL('../../src/pwa/service-worker/service-worker.ts', import.meta.url),
);
const licence = fileURLToPath(new URL('../../LICENSE', import.meta.url));

/** Where the element's script is in the build; its name stays, so that snippets go on working. */
export const ELEMENT_FILE = 'element/image-classifier.js';

/** Pages that an exported app does not have; what only they lead to stays out of it. */
const otherPages = /\/src\/app\/(?:models|open-model|studio|settings|device|export)\//;

type Bundle = Rolldown.OutputBundle;

/**
 * Writes export/parts.json: all that the page needs to put together an app of its own, or the element
 * for another page. Which files belong to it is read from the build itself, so that none is missing.
 */
export function exportParts(): Plugin {
  return {
    name: 'bearings:export-parts',
    enforce: 'post',
    apply: (config, { command }) => command === 'build' && !config.build?.ssr,
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        const page = bundle['index.html'];
        if (page?.type !== 'asset') throw new Error('index.html is not in the build');
        const shared = listWorkerFiles(bundle);
        const parts = {
          format: 'bearings-export-parts',
          app: sortNames([
            ...listReached(bundle, ['index.html']),
            ...listStyles(bundle),
            ...shared,
          ]),
          element: sortNames([...listReached(bundle, [ELEMENT_FILE]), ...shared]),
          elementFile: ELEMENT_FILE,
          page: markPage(page.source.toString()),
          serviceWorker: await bundleServiceWorker(),
          webManifest,
          licence: await readFile(licence, 'utf8'),
        };
        this.emitFile({
          type: 'asset',
          fileName: 'export/parts.json',
          source: JSON.stringify(parts),
        });
      },
    },
  };
}

/** Scripts that a page or an entry leads to, those loaded later too. */
function listReached(bundle: Bundle, [start = '']: string[]): string[] {
  const page = bundle[start];
  const entries =
    page?.type === 'asset'
      ? Object.values(bundle).flatMap((file) =>
          file.type === 'chunk' && page.source.toString().includes(file.fileName)
            ? [file.fileName]
            : [],
        )
      : [start];
  const reached = new Set<string>();
  const queue = [...entries];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const chunk = bundle[name];
    if (reached.has(name) || chunk?.type !== 'chunk') continue;
    reached.add(name);
    const later = chunk.dynamicImports.filter((next) => {
      const target = bundle[next];
      return target?.type === 'chunk' && !otherPages.test(target.facadeModuleId ?? '');
    });
    queue.push(...chunk.imports, ...later);
  }
  if (reached.size === 0) throw new Error(`nothing is reached from ${start}`);
  return [...reached];
}

/**
 * The worker's scripts come out of a build of their own; to this one they are plain files. A script
 * that both builds gave the same content has one name, and is a chunk of this one: it is known by
 * who asks for it.
 */
function listWorkerFiles(bundle: Bundle): string[] {
  const files = Object.values(bundle).filter(
    (file) => file.type === 'asset' && /^assets\/.*\.(?:js|wasm)$/.test(file.fileName),
  );
  if (!files.some(({ fileName }) => fileName.endsWith('.wasm'))) throw new Error('no engine');
  const asked = files.flatMap((file) =>
    file.type === 'asset' && file.fileName.endsWith('.js')
      ? Array.from(
          file.source.toString().matchAll(/["'`]\.\/([\w.-]+\.js)["'`]/g),
          ([, name]) => `assets/${name ?? ''}`,
        )
      : [],
  );
  return [...new Set([...files.map(({ fileName }) => fileName), ...asked])].filter(
    (name) => name in bundle,
  );
}

/** Each once. */
function sortNames(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

function listStyles(bundle: Bundle): string[] {
  return Object.keys(bundle).filter((name) => /^assets\/.*\.(?:css|woff2)$/.test(name));
}

/** Each place where the page says what app it is, with the mark that takes its place. */
const marks: readonly [place: RegExp, mark: string][] = [
  [/<title>[^<]*<\/title>/, '<title>%name%</title>'],
  [/(<meta\s+name="description"\s+content=")[^"]*/, '$1%description%'],
  [
    /(<meta name="theme-color" media="\(prefers-color-scheme: light\)" content=")[^"]*/,
    '$1%background%',
  ],
  [/<link rel="icon"[^>]*>/, '<link rel="icon" href="./icons/icon-192.png" type="image/png" />'],
  [/<h1>Bearings<\/h1>/, '<h1>%name%</h1>'],
  [/Bearings classifies photos/, 'It classifies photos'],
  [/<\/head>/, '  <meta name="bearings-app" content="%identity%" />\n  </head>'],
];

function markPage(page: string): string {
  return marks.reduce((text, [place, mark]) => {
    if (!place.test(text)) throw new Error(`index.html has no ${place.source}`);
    return text.replace(place, mark);
  }, page);
}

/** The service worker with the place for its list still open. */
async function bundleServiceWorker(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: 'es2022',
      modulePreload: { polyfill: false },
      rolldownOptions: { input: worker },
    },
  });
  const [{ output }] = (Array.isArray(result) ? result : [result]) as [
    { output: { type: string; code: string }[] },
  ];
  const [chunk, ...others] = output.filter(({ type }) => type === 'chunk');
  const places = chunk?.code.split('self.__WB_MANIFEST').length ?? 0;
  if (!chunk || others.length > 0 || places !== 2) {
    throw new Error('the service worker has no single place for its list');
  }
  return chunk.code;
}
