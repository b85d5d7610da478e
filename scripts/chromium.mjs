/**
 * Finds a Chromium-family browser for tests and benchmarks, or installs one. Node's own modules only,
 * so that it works before `npm ci`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Flags for a quiet, self-contained browser that runs also as root and in containers. */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/**
 * The path of an installed browser: what CHROMIUM_PATH names, else Chromium, Chrome or Edge on this
 * machine, else the one that Playwright has downloaded. `null` when there is none.
 *
 * @returns {string | null}
 */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) return existsSync(named) ? named : null;
  return [...systemBrowsers(), ...playwrightBrowsers()].find((path) => existsSync(path)) ?? null;
}

/**
 * Finds a browser or installs one: Debian's package when root on Debian, else Playwright's.
 *
 * @returns {string} its path
 * @throws Error with a sentence that says what to do.
 */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  if (process.env.CHROMIUM_PATH) {
    throw new Error(`CHROMIUM_PATH names ${process.env.CHROMIUM_PATH}, but no file is there.`);
  }
  console.log('No Chromium, Chrome or Edge found: installing one.');
  if (isRootOnDebian()) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    run('apt-get', ['update', '-qq'], env);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], env);
  }
  if (!findChromium()) {
    const cli = fileURLToPath(new URL('../node_modules/playwright/cli.js', import.meta.url));
    if (existsSync(cli)) run(process.execPath, [cli, 'install', 'chromium'], process.env);
  }
  const installed = findChromium();
  if (installed) return installed;
  throw new Error(
    'The tests need a Chromium, Chrome or Edge, and none could be installed here. ' +
      'Install one, or set CHROMIUM_PATH to where it is, and run this again.',
  );
}

/** @returns {string[]} where browsers live on this system, the likeliest first */
function systemBrowsers() {
  if (process.platform === 'darwin') {
    return ['/Applications', join(homedir(), 'Applications')].flatMap((folder) => [
      `${folder}/Chromium.app/Contents/MacOS/Chromium`,
      `${folder}/Google Chrome.app/Contents/MacOS/Google Chrome`,
      `${folder}/Microsoft Edge.app/Contents/MacOS/Microsoft Edge`,
    ]);
  }
  if (process.platform === 'win32') {
    const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
      .map((name) => process.env[name])
      .filter((root) => root !== undefined);
    return roots.flatMap((root) => [
      join(root, 'Chromium', 'Application', 'chrome.exe'),
      join(root, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      join(root, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
    ]);
  }
  const names = [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'microsoft-edge',
    'microsoft-edge-stable',
  ];
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => [...folders, '/usr/bin'].map((folder) => join(folder, name)));
}

/** @returns {string[]} the browsers Playwright has downloaded, newest first */
function playwrightBrowsers() {
  const caches = {
    darwin: join(homedir(), 'Library', 'Caches', 'ms-playwright'),
    win32: join(process.env.LOCALAPPDATA ?? homedir(), 'ms-playwright'),
  };
  const cache =
    process.env.PLAYWRIGHT_BROWSERS_PATH ??
    caches[process.platform] ??
    join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'ms-playwright');
  if (!existsSync(cache)) return [];
  const binaries = [
    'chrome-linux64/chrome',
    'chrome-linux/chrome',
    'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
    'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    'chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    'chrome-win64/chrome.exe',
    'chrome-win/chrome.exe',
  ];
  return readdirSync(cache)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)))
    .flatMap((name) => binaries.map((binary) => join(cache, name, binary)));
}

function isRootOnDebian() {
  return (
    process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/etc/debian_version')
  );
}

/** Runs an installer; its failure is not the end, since another way may follow. */
function run(command, args, env) {
  const { status, error } = spawnSync(command, args, {
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) console.log(`${command} did not work (${error?.message ?? `exit ${status}`}).`);
}
