/** Builds the site unless the last build was made of exactly the same sources. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, root } from './setup.mjs';

const inputs = [
  'index.html',
  'package-lock.json',
  'vite.config.ts',
  'tsconfig.base.json',
  'src',
  'public',
  'models',
  'scripts/build',
];
const record = join(root, '.cache/built-from');

/** @returns {boolean} whether it had to build */
export function buildIfChanged() {
  const fingerprint = hashSources();
  const isFresh =
    existsSync(join(root, 'dist/index.html')) &&
    existsSync(record) &&
    readFileSync(record, 'utf8') === fingerprint;
  if (isFresh) return false;
  console.log('Building …');
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' },
  });
  if (status !== 0) fail('The site could not be built; the message above says why.');
  mkdirSync(dirname(record), { recursive: true });
  writeFileSync(record, fingerprint);
  return true;
}

function hashSources() {
  const hash = createHash('sha256');
  for (const path of inputs.flatMap((input) => listFiles(join(root, input)))) {
    hash.update(relative(root, path)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

function listFiles(path) {
  if (!existsSync(path)) return [];
  if (!path.match(/\.[a-z]+$/)) {
    const entries = readdirSync(path, { withFileTypes: true, recursive: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  }
  return [path];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildIfChanged();
