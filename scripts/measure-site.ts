import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

/** The budget of the app shell, in bytes after gzip: all that the first page needs but the engine. */
export const SHELL_BUDGET_BYTES = 150_000;

/** What a file of the built site is for. */
export type Part =
  'shell' | 'pages' | 'service worker' | 'engine' | 'wasm' | 'models' | 'samples' | 'other';

interface SiteFile {
  path: string;
  part: Part;
  bytes: number;
  gzipBytes: number;
}

/** Already compressed: gzip would only add to these. */
const packed = /\.(?:woff2|png|jpe?g|webp|avif|gif)$/;

/**
 * Weighs the files of a built site. The shell is what the first page loads: its scripts, styles, the
 * fonts a page in Latin script loads, and the logo. Pages are the scripts that come when one is
 * opened. What only the worker leads to is the engine.
 */
export function measureSite(folder: string): SiteFile[] {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
  const read = (path: string) => readFileSync(join(folder, path));
  const readText = (path: string) => read(path).toString();
  const shell = followReferences('index.html', paths, readText, staticImport);
  const pages = followReferences('index.html', paths, readText, anyImport);
  return paths.map((path) => {
    const contents = read(path);
    return {
      path,
      part: partOf(path, shell, pages),
      bytes: contents.length,
      gzipBytes: packed.test(path) ? contents.length : gzipSync(contents, { level: 9 }).length,
    };
  });
}

/** Bytes after gzip of all files of one part. */
export function weigh(files: SiteFile[], part: Part): number {
  return files
    .filter((file) => file.part === part)
    .reduce((sum, { gzipBytes }) => sum + gzipBytes, 0);
}

function partOf(path: string, shell: Set<string>, pages: Set<string>): Part {
  if (path.startsWith('models/')) return 'models';
  if (path.startsWith('service-worker')) return 'service worker';
  if (path.endsWith('.wasm')) return 'wasm';
  if (/\.(?:jpe?g|webp)$/.test(path)) return 'samples';
  // Home-screen pictures are fetched by the system when the app is installed.
  if (/^icons\/.*\.png$/.test(path)) return 'other';
  if (shell.has(path)) return 'shell';
  if (pages.has(path)) return 'pages';
  return path.endsWith('.js') ? 'engine' : 'other';
}

/** Every script, style, font and icon that a file leads to, without going into workers. */
function followReferences(
  start: string,
  paths: string[],
  readText: (path: string) => string,
  importPattern: RegExp,
): Set<string> {
  const known = new Set(paths);
  const found = new Set<string>();
  const queue = [start];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (found.has(path) || !known.has(path)) continue;
    found.add(path);
    if (!/\.(?:html|js|css)$/.test(path)) continue;
    const folder = dirname(path);
    for (const reference of findReferences(path, readText(path), importPattern)) {
      queue.push(posix.join(folder, reference));
    }
  }
  return found;
}

/** Fonts come split by script; a page in English loads the Latin part alone. */
const otherScripts = /-(?:latin-ext|cyrillic|cyrillic-ext|greek|greek-ext|vietnamese)-/;

// A worker is named by an address instead of an import, and so stays out.
const staticImport = /(?:from|import)\s*["'`](\.\/[^"'`]+\.js)["'`]/g;
const anyImport = /(?:from|import)\s*\(?\s*["'`](\.\/[^"'`]+\.js)["'`]/g;

function findReferences(path: string, text: string, importPattern: RegExp): string[] {
  if (path.endsWith('.html')) {
    return [...text.matchAll(/(?:src|href)="(\.\/[^"]+)"/g)].map(([, to = '']) => to);
  }
  if (path.endsWith('.css')) {
    return [...text.matchAll(/url\(["']?([^"')]+)["']?\)/g)]
      .map(([, to = '']) => to)
      .filter((to) => !otherScripts.test(to));
  }
  return [...text.matchAll(importPattern)].map(([, to = '']) => to);
}
